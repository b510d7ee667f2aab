/// What stands before the time of a line.
///
/// In Common Log Format that is `client identity user`. Other layouts put other words there, whose
/// first must not be taken for the client: the virtual host, a port, a list of addresses, the prefix
/// of syslog or of a container's log. They are told apart by what the words are:
///
/// - The first word is an address: it is the client. The identity may be anything (lighttpd logs the
///   virtual host there), and so may the user, who chooses the name and may put spaces into it. But
///   an address as the identity with two more words behind it is the client, and the first is not:
///   `203.0.113.7 192.0.2.1 - - [`.
/// - The first word is a host name: it is the client if nothing else can be. No other word may be an
///   address. The identity has no dot and no colon, as a host would; where there are more than three
///   words it is `-`, and no word behind it is: `www.example.com - client.example.net - - [`.
/// - The first word is `-`: the server knows no client. Then there are three words, the second is
///   `-` too, and the third is no address: `- 192.0.2.1 - - [`.
/// - The first word is anything else, such as an address with a port: the line is refused.
///
/// What cannot be told is read as Common Log Format: a name that stands alone before `- - [`.
struct LineFront {
  var client: Range<Int>
  /// Between the client and the bracket before the time.
  var names: Range<Int>

  /// Whether the words are those of Common Log Format, where the client is of that kind.
  ///
  /// - Complexity: O(length).
  @inline(never)
  func isCommon(_ bytes: RawSpan, _ kind: ClientWord) -> Bool {
    if case .address = kind, names.count > 3, bytes[names.lowerBound + 1] == dash,
      bytes[names.lowerBound + 2].isSeparator, !bytes[names.lowerBound + 3].isSeparator
    {
      return true
    }
    let identity = identity(bytes)
    let user = user(bytes, behind: identity)
    guard !identity.isEmpty, !user.isEmpty else { return false }
    let isSingle = word(bytes, from: user.lowerBound).upperBound >= user.upperBound
    switch kind {
    case .address: return isSingle || !ClientWord.holdsAddress(bytes, identity)
    case .name:
      guard isDash(bytes, identity) || (isSingle && !mayBeHost(bytes, identity)) else {
        return false
      }
      var next = word(bytes, from: user.lowerBound)
      while !next.isEmpty {
        if ClientWord.holdsAddress(bytes, next) || (!isSingle && isDash(bytes, next)) {
          return false
        }
        next = word(bytes, from: next.upperBound)
      }
      return true
    case .missing:
      return isDash(bytes, identity) && isSingle && !ClientWord.holdsAddress(bytes, user)
    case .other: return false
    }
  }

  /// The word behind the client; empty if there is none.
  func identity(_ bytes: RawSpan) -> Range<Int> { word(bytes, from: names.lowerBound) }

  /// What stands between the identity and the time, without the spaces around it; empty if nothing
  /// does.
  ///
  /// A name of nothing but spaces is one: a client that sends such a name must not keep its hits from
  /// being counted. Servers write one space on either side of it.
  func user(_ bytes: RawSpan, behind identity: Range<Int>) -> Range<Int> {
    let start = bytes.endOfSeparators(from: identity.upperBound, to: names.upperBound)
    var end = names.upperBound
    while end > start, bytes[end - 1].isSeparator { end -= 1 }
    guard start == end, names.upperBound - identity.upperBound >= 3 else { return start..<end }
    return identity.upperBound + 1..<names.upperBound - 1
  }

  /// The first word at or behind a place; empty, at the end, if there is none.
  private func word(_ bytes: RawSpan, from place: Int) -> Range<Int> {
    let start = bytes.endOfSeparators(from: place, to: names.upperBound)
    var end = start
    while end < names.upperBound, !bytes[end].isSeparator { end += 1 }
    return start..<end
  }

  private func isDash(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    word.count == 1 && bytes[word.lowerBound] == dash
  }

  private func mayBeHost(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    word.contains { bytes[$0] == UInt8(ascii: ".") || bytes[$0] == UInt8(ascii: ":") }
  }
}

extension UInt8 {
  /// Whether this stands between the columns of a line; several may.
  @inline(__always)
  var isSeparator: Bool { self == space || self == UInt8(ascii: "\t") }
}

extension RawSpan {
  /// The first place at or behind `start` where no space or tab stands, or `end`.
  @inline(__always)
  func endOfSeparators(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, self[index].isSeparator { index &+= 1 }
    return index
  }
}
