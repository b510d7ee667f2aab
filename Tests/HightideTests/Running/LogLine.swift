import Foundation

/// Lines of a log as a server writes them.
enum LogLine {
  /// A request in the Common Log Format, with its newline.
  static func request(
    _ target: String = "/", at time: Date = .now, host: String = "10.0.0.1", status: Int = 200,
    bytes: Int = 12
  ) -> String {
    "\(host) - - [\(stamp(time))] \"GET \(target) HTTP/1.1\" \(status) \(bytes)\n"
  }

  /// `08/Jul/2020:08:10:31 +0000`.
  static func stamp(_ time: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "dd/MMM/yyyy:HH:mm:ss Z"
    return formatter.string(from: time)
  }
}
