import System

/// Which program of which machine sent a message, as far as that tells how its lines are laid out.
///
/// Several programs of one machine, and several machines behind one relay, log in formats of their own.
struct SyslogOrigin: Hashable {
  /// How many bytes of a message are looked at, and kept.
  private static let longest = 96

  let peer: PeerAddress
  /// The host, if the message names one, and the program, with a space between them.
  let words: [UInt8]

  /// Reads the front of a message: `<PRI>TIME HOST TAG: ` or `<PRI>1 TIME HOST APP `.
  init(_ message: Span<UInt8>, from peer: PeerAddress) {
    self.peer = peer
    var words = SyslogOrigin.front(message)
    guard words.first?.first == UInt8(ascii: "<") else {
      self.words = []
      return
    }
    if words[0].ends(with: Array(">1".utf8)) {
      self.words = words.count > 3 ? words[2] + [UInt8(ascii: " ")] + words[3] : []
      return
    }
    guard let tag = words.firstIndex(where: { $0.last == UInt8(ascii: ":") }) else {
      self.words = []
      return
    }
    let name = words[tag].dropLast().prefix { $0 != UInt8(ascii: "[") }
    words.removeSubrange(tag...)
    // Without a host the time stands there.
    let host = words.last.flatMap { $0.contains(UInt8(ascii: ":")) ? nil : $0 } ?? []
    self.words = host + (host.isEmpty ? [] : [UInt8(ascii: " ")]) + name
  }

  /// The first words, with what no terminal should get replaced.
  private static func front(_ message: Span<UInt8>) -> [[UInt8]] {
    var words: [[UInt8]] = [[]]
    for index in 0..<min(message.count, longest) {
      let byte = message[index]
      if byte == 32 {
        if words.count == 7 { break }
        if words.last?.isEmpty == false { words.append([]) }
      } else {
        words[words.count - 1].append((33...126).contains(byte) ? byte : UInt8(ascii: "?"))
      }
    }
    return words
  }
}

extension SyslogOrigin: CustomStringConvertible {
  var description: String {
    words.isEmpty ? "\(peer)" : "\(peer) (\(String(decoding: words, as: UTF8.self)))"
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
