extension Int {
  /// The number in groups of three digits: `12,345`.
  var grouped: String {
    var text: [UInt8] = []
    for (index, digit) in String(magnitude).utf8.reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(decoding: text.reversed(), as: UTF8.self)
  }

  /// The number as a size in bytes; see `Double.byteSize`.
  var byteSize: String { Double(self).byteSize }

  /// The number as a share of a whole: `33.3 %`.
  ///
  /// A share above zero is never shown as `0.0 %`.
  func share(of whole: Int) -> String {
    guard self > 0, whole > 0 else { return "0.0 %" }
    let percent = Double(self) * 100 / Double(whole)
    return percent < 0.1 ? "<0.1 %" : "\(percent.rounded(toPlaces: 1)) %"
  }

  /// The number with a noun: `1 client`, `1,024 clients`.
  func counted(_ noun: String) -> String {
    self == 1 ? "1 \(noun)" : "\(grouped) \(noun)s"
  }
}

extension Int {
  /// The number of nanoseconds as a duration: `0.85 ms`, `12.5 ms`, `1.25 s`, `90.0 s`.
  ///
  /// A duration above zero is never shown as `0.00 ms`.
  var duration: String {
    let milliseconds = Double(self) / 1_000_000
    guard self == 0 || milliseconds >= 0.01 else { return "<0.01 ms" }
    guard milliseconds >= 999.5 else {
      let text =
        milliseconds < 99.95
        ? milliseconds.rounded(toPlaces: milliseconds < 9.995 ? 2 : 1)
        : String(Int(milliseconds.rounded()))
      return text + " ms"
    }
    let seconds = milliseconds / 1_000
    return seconds.rounded(toPlaces: seconds < 9.995 ? 2 : 1) + " s"
  }
}

extension Double {
  /// The number as a size in bytes: `512 B`, `1.3 KiB`, `128 MiB`; never longer than 8 characters.
  ///
  /// - Precondition: finite, not negative, at most 2^63.
  var byteSize: String {
    guard rounded() >= 1_024 else { return "\(Int(rounded())) B" }
    var value = self
    var unit = ""
    for next in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] where value.rounded() >= 1_024 {
      value /= 1_024
      unit = next
    }
    return "\(value < 99.95 ? value.rounded(toPlaces: 1) : String(Int(value.rounded()))) \(unit)"
  }

  /// The number as a rate: `1,234.5/s`, with two decimals below 100.
  ///
  /// A rate above zero is never shown as `0.00/s`.
  ///
  /// - Precondition: finite, not negative.
  var perSecond: String {
    guard self == 0 || self >= 0.01 else { return "<0.01/s" }
    return rounded(toPlaces: self < 99.995 ? 2 : 1) + "/s"
  }

  /// The number rounded half away from zero, with exactly `places` decimals and the whole part in
  /// groups.
  ///
  /// - Precondition: `places` from 1 to 6, the number from 0 to less than 2^63.
  func rounded(toPlaces places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let whole = Int(self)
    let fraction = Int(((self - Double(whole)) * Double(scale)).rounded())
    let carried = whole + fraction / scale
    let digits = String(fraction % scale)
    return carried.grouped + "." + String(repeating: "0", count: places - digits.count) + digits
  }
}
