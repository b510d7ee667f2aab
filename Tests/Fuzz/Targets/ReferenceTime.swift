extension ReferenceHit {
  /// The second since the epoch that `08/Jul/2020:10:10:30 +0200` is, counted year by year.
  static func second(_ text: ArraySlice<UInt8>) -> Int? {
    let text = Array(text)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func number(_ range: Range<Int>) -> Int? {
      guard text[range].allSatisfy(\.isASCIIDigit) else { return nil }
      return Int(String(decoding: text[range], as: UTF8.self))
    }
    let separators: [(Int, Character)] = [
      (2, "/"), (6, "/"), (11, ":"), (14, ":"), (17, ":"), (20, " "),
    ]
    guard separators.allSatisfy({ text[$0.0] == $0.1.asciiValue }),
      let day = number(0..<2), let year = number(7..<11), let hour = number(12..<14),
      let minute = number(15..<17), let second = number(18..<20), let eastHours = number(22..<24),
      let eastMinutes = number(24..<26),
      let month = months.firstIndex(where: { Array($0.utf8) == Array(text[3..<6]) }),
      hour <= 23, minute <= 59, second <= 60, eastHours <= 23, eastMinutes <= 59,
      text[21] == UInt8(ascii: "+") || text[21] == UInt8(ascii: "-")
    else { return nil }
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day >= 1, day <= lengths[month] else { return nil }
    let years =
      year >= 1970
      ? (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
      : (year..<1970).reduce(0) { $0 - (isLeap($1) ? 366 : 365) }
    let days = years + lengths[..<month].reduce(0, +) + day - 1
    let east = (eastHours * 60 + eastMinutes) * 60
    let local = ((days * 24 + hour) * 60 + minute) * 60 + second
    return text[21] == UInt8(ascii: "+") ? local - east : local + east
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 400 == 0 || year % 4 == 0 && year % 100 != 0
  }
}

extension UInt8 {
  /// Whether this stands between columns.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isASCIILetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}

extension String {
  /// A character for each byte.
  init(latin1 bytes: some Sequence<UInt8>) {
    self.init(bytes.map { Unicode.Scalar($0) })
  }

  init(_ scalars: [Unicode.Scalar]) {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    self.init(text)
  }
}

extension ArraySlice<UInt8> {
  func trimming(_ byte: UInt8) -> ArraySlice<UInt8> {
    var rest = drop { $0 == byte }
    while rest.last == byte { rest.removeLast() }
    return rest
  }
}
