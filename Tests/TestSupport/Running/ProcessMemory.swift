import Foundation

extension PipedProcess {
  /// How much memory it has now, and had at most, in bytes, as `/proc` says; `nil` once it has
  /// ended.
  package var memory: (now: Int, peak: Int)? {
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else {
      return nil
    }
    let fields = String(decoding: status, as: UTF8.self).split(separator: "\n").map {
      $0.split { $0 == " " || $0 == "\t" }
    }
    func bytes(_ name: String) -> Int? {
      fields.first { $0.first == "\(name):" }.flatMap { Int($0[1]) }.map { $0 << 10 }
    }
    guard let now = bytes("VmRSS"), let peak = bytes("VmHWM") else { return nil }
    return (now, peak)
  }
}

extension Int {
  /// `12.3 MiB`.
  package var mebibytes: String { String(format: "%.1f MiB", Double(self) / 1_048_576) }
}
