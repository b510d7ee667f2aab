package import System

/// Has the terminal show a notification on the desktop that it runs on, also over ssh.
package struct DesktopChannel: Channel {
  let place: ChannelPlace

  package var lasting: Duration? { .seconds(60) }

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    let sequence = DesktopSequence(variable: place.variable)
    return place.write(sequence.bytes(title: "hightide", text: notice.text, key: notice.key))
      ? .delivered : .failed("there is no terminal to show it")
  }
}

/// What a terminal is sent so that it shows a notification.
struct DesktopSequence: Sendable, Hashable {
  enum Form: Sendable, Hashable {
    /// iTerm2's, which most terminals know: a text.
    case osc9
    /// kitty's: a title and a text.
    case osc99
    /// rxvt-unicode's, which terminals by VTE know: a title and a text.
    case osc777
  }

  /// What passes the sequence to the terminal around it.
  enum Wrapping: Sendable, Hashable {
    case none
    /// Where its option `allow-passthrough` is on.
    case tmux
    case screen
  }

  var form: Form
  var wrapping: Wrapping

  /// The longest text, in bytes: terminals drop sequences that are too long.
  private static let longestText = 400

  /// Chooses by the variables of the environment; over ssh there is `TERM` alone.
  init(variable: (String) -> String?) {
    let term = variable("TERM") ?? ""
    func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
    wrapping = isSet("TMUX") || term.hasPrefix("tmux") ? .tmux : isSet("STY") ? .screen : .none
    if wrapping != .none {
      // Which terminal is around it may change while the program runs; most know this one.
      form = .osc9
    } else if term.contains("kitty") || isSet("KITTY_WINDOW_ID") {
      form = .osc99
    } else if term.hasPrefix("rxvt") || term.hasPrefix("foot") || isSet("VTE_VERSION") {
      form = .osc777
    } else {
      form = .osc9
    }
  }

  /// The bytes that show a notification; of the texts only what is visible.
  func bytes(title: String, text: String, key: String) -> [UInt8] {
    let title = DesktopSequence.safe(title)
    let text = DesktopSequence.safe(text)
    let escape = "\u{1B}"
    let sequence =
      switch form {
      case .osc9: "\(escape)]9;\(title): \(text)\u{7}"
      case .osc99:
        "\(escape)]99;i=\(DesktopSequence.identifier(key)):d=0;\(title)\(escape)\\"
          + "\(escape)]99;i=\(DesktopSequence.identifier(key)):d=1:p=body;\(text)\(escape)\\"
      // Its fields end with a semicolon.
      case .osc777:
        "\(escape)]777;notify;\(title);\(text.map { $0 == ";" ? "," : String($0) }.joined())\u{7}"
      }
    return Array(wrapped(sequence).utf8)
  }

  private func wrapped(_ sequence: String) -> String {
    let escape = "\u{1B}"
    switch wrapping {
    case .none: return sequence
    case .screen: return "\(escape)P\(sequence)\(escape)\\"
    case .tmux:
      let doubled = sequence.split(separator: escape, omittingEmptySubsequences: false)
        .joined(separator: escape + escape)
      return "\(escape)Ptmux;\(doubled)\(escape)\\"
    }
  }

  private static func safe(_ text: String) -> String {
    let visible = visibleText(text.utf8)
    guard visible.utf8.count > longestText else { return visible }
    var cut = ""
    for character in visible {
      guard cut.utf8.count + character.utf8.count <= longestText else { break }
      cut.append(character)
    }
    return cut + "..."
  }

  /// What kitty takes for an identifier.
  private static func identifier(_ key: String) -> String {
    String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
  }
}
