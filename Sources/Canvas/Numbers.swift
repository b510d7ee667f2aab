/// A number with a fixed count of decimals, rounded half away from zero.
///
/// Infinities and NaN are shown as `-`; from 2^53 on there are no decimals.
package func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return "-" }
  guard value.magnitude < 9_007_199_254_740_992 else {
    return String(Int(exactly: value.rounded()) ?? (value < 0 ? Int.min : Int.max))
  }
  var scale = 1
  for _ in 0..<max(0, places) { scale *= 10 }
  let scaled = (value.magnitude * Double(scale)).rounded()
  guard scaled < 9_007_199_254_740_992 else { return String(Int(value.rounded())) }
  let digits = Int(scaled)
  let sign = value < 0 && digits > 0 ? "-" : ""
  guard places > 0 else { return sign + String(digits) }
  let fraction = String(digits % scale)
  let zeros = String(repeating: "0", count: places - fraction.utf8.count)
  return "\(sign)\(digits / scale).\(zeros)\(fraction)"
}

/// A count in at most five cells: `99999`, `123k`, `1.23M`.
package func shortCount(_ count: Int) -> String {
  guard count.magnitude >= 100_000 else { return String(count) }
  return scaled(Double(count.magnitude), by: 1_000, units: ["", "k", "M", "G", "T", "P", "E"])
}

/// A size in at most five cells, in steps of 1,024: `812B`, `1.2K`, `640M`.
package func shortBytes(_ bytes: Int) -> String {
  guard bytes >= 1_024 else { return "\(bytes)B" }
  var value = Double(bytes)
  var index = 0
  let units = ["B", "K", "M", "G", "T", "P", "E"]
  while value >= 1_023.5, index + 1 < units.count {
    value /= 1_024
    index += 1
  }
  return decimal(value, places: value < 9.95 ? 1 : 0) + units[index]
}

/// A size in at most eight cells, in steps of 1,024: `812 B`, `1.20 MiB`.
package func longBytes(_ bytes: Int) -> String {
  guard bytes >= 1_024 else { return "\(bytes) B" }
  var value = Double(bytes)
  var index = 0
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  while value >= 1_023.5, index + 1 < units.count {
    value /= 1_024
    index += 1
  }
  return decimal(value, places: value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + " " + units[index]
}

/// Hits per second in at most seven cells: `7.4/s`, `1234/s`, `12.3k/s`.
package func rateText(_ rate: Double) -> String {
  guard rate.isFinite else { return "-/s" }
  if rate.magnitude < 999.95 { return decimal(rate, places: 1) + "/s" }
  if rate.magnitude < 99_999.5 { return decimal(rate, places: 0) + "/s" }
  return scaled(rate.magnitude, by: 1_000, units: ["", "k", "M", "G", "T", "P", "E"]) + "/s"
}

/// A threshold, without trailing zeros: `10/s`, `0.25/s`.
package func thresholdText(_ threshold: Double) -> String {
  guard threshold.magnitude < 100_000 else { return rateText(threshold) }
  var text = decimal(threshold, places: 3)
  while text.contains("."), let last = text.last, last == "0" || last == "." {
    text.removeLast()
    if last == "." { break }
  }
  return text + "/s"
}

/// A share in at most four cells: `42%`, `<1%` for a share above zero, `·` for zero.
package func shortShare(_ part: Int, of whole: Int) -> String {
  guard part > 0, whole > 0 else { return "·" }
  let percent = 100 * Double(part) / Double(whole)
  guard percent >= 0.5 else { return "<1%" }
  // A part that is less than the whole is never shown as 100%.
  return decimal(part < whole ? min(99, percent) : percent, places: 0) + "%"
}

/// A share in at most seven cells: `2.4 %`, `100.0 %`.
package func longShare(_ part: Int, of whole: Int) -> String {
  decimal(whole > 0 ? 100 * Double(part) / Double(whole) : 0, places: 1) + " %"
}

/// A span of time in its two largest units: `45 s`, `4 min 20 s`, `1 h 02 min`, `3 d 04 h`.
package func durationText(_ seconds: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let seconds = max(0, seconds)
  if seconds < 60 { return "\(seconds) s" }
  if seconds < 3_600 {
    return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(two(seconds % 60)) s"
  }
  if seconds < 86_400 {
    let minutes = seconds / 60 % 60
    return minutes == 0 ? "\(seconds / 3_600) h" : "\(seconds / 3_600) h \(two(minutes)) min"
  }
  return "\(seconds / 86_400) d \(two(seconds / 3_600 % 24)) h"
}

/// Three digits and a unit.
private func scaled(_ value: Double, by step: Double, units: [String]) -> String {
  var value = value
  var index = 0
  while value >= step * 0.9995, index + 1 < units.count {
    value /= step
    index += 1
  }
  return decimal(value, places: value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + units[index]
}
