package import Foundation

/// Lines of a log as a server writes them.
package enum LogLine {
  /// A request in the Common Log Format, with its newline.
  package static func request(
    _ target: String = "/", at time: Date = .now, client: String = "10.0.0.1", status: Int = 200,
    bytes: Int = 12
  ) -> String {
    LogFixture.line(
      Int(time.timeIntervalSince1970.rounded(.down)), client: client, target: target,
      status: status,
      bytes: bytes) + "\n"
  }

  /// `08/Jul/2020:08:10:31 +0000`, of a second since the epoch.
  package static func stamp(_ second: Int) -> String {
    var seconds = time_t(second)
    var parts = unsafe tm()
    unsafe gmtime_r(&seconds, &parts)
    var text: [CChar] = Array(repeating: 0, count: 40)
    let count = unsafe strftime(&text, text.count, "%d/%b/%Y:%H:%M:%S +0000", &parts)
    return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
