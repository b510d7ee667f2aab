/// What a terminal is sent so that it puts a text into the clipboard: OSC 52.
///
/// Through tmux it is sent twice: tmux takes the plain one where its option `set-clipboard` is `on`,
/// and passes the other to the terminal around it where `allow-passthrough` is.
package struct ClipboardSequence: Sendable, Hashable {
  /// What stands between the program and the terminal.
  enum Wrapping: Sendable, Hashable {
    case none
    case tmux
    case screen
  }

  /// Longer texts are more than terminals take, in bytes.
  package static let longestText = 48 << 10
  /// GNU screen drops longer strings, in bytes.
  private static let screenPiece = 250

  let wrapping: Wrapping

  /// Chooses by the variables of the environment.
  package init(variable: (String) -> String?) {
    let term = variable("TERM") ?? ""
    func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
    wrapping =
      isSet("TMUX") || term.hasPrefix("tmux")
      ? .tmux : isSet("STY") ? .screen : .none
  }

  /// The bytes that put a text into the clipboard.
  package func bytes(_ text: [UInt8]) -> [UInt8] {
    let sequence =
      "\u{1B}]52;c;\(ClipboardSequence.base64(text.prefix(ClipboardSequence.longestText)))\u{7}"
    switch wrapping {
    case .none: return Array(sequence.utf8)
    case .tmux:
      let doubled = sequence.replacingEscapes(by: "\u{1B}\u{1B}")
      return Array("\u{1B}Ptmux;\(doubled)\u{1B}\\\(sequence)".utf8)
    case .screen:
      var all: [UInt8] = []
      var rest = Array(sequence.utf8)[...]
      while !rest.isEmpty {
        all += "\u{1B}P".utf8
        all += rest.prefix(ClipboardSequence.screenPiece)
        all += "\u{1B}\\".utf8
        rest = rest.dropFirst(ClipboardSequence.screenPiece)
      }
      return all
    }
  }

  /// RFC 4648, section 4.
  static func base64(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    var rest = bytes
    while !rest.isEmpty {
      let three = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      var bits = 0
      for index in 0..<3 { bits = bits << 8 | (index < three.count ? Int(three[index]) : 0) }
      for index in 0..<4 {
        text.append(
          index <= three.count ? digits[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension String {
  fileprivate func replacingEscapes(by other: String) -> String {
    split(separator: "\u{1B}", omittingEmptySubsequences: false).joined(separator: other)
  }
}
