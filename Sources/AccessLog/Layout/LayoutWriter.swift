/// What a line that is made up says.
public struct WrittenHit: Sendable {
  public var client = "192.0.2.1"
  public var user = "-"
  public var instant = Instant(1_594_195_830)
  public var secondsEastOfUTC = 7_200
  public var method = "GET"
  /// Not absolute.
  public var target = "/pages/create"
  public var version = "HTTP/1.1"
  /// What was sent where it is no request, escaped as for quotes.
  public var rubbish: String?
  public var status = 200
  public var responseBytes = 1_375
  public var host = "www.example.com"
  public var referrer = "http://example.com/"
  public var userAgent = "Mozilla/5.0"
  public var milliseconds = 15

  public init() {}

  static let sample = WrittenHit()
}

/// Writes the lines of a layout.
struct LayoutWriter: Sendable {
  private let layout: LineLayout

  init(_ layout: LineLayout) { self.layout = layout }

  /// Makes a writer of lines that need not have all that a hit has.
  ///
  /// - Precondition: the layout can be read.
  static func writer(_ pieces: [LayoutPiece]) -> LogFormat.Writer {
    guard let layout = try? LineLayout(pieces) else { preconditionFailure("it cannot be read") }
    return { LayoutWriter(layout).line(of: $0) }
  }

  /// The line without its newline.
  func line(of hit: WrittenHit) -> [UInt8] {
    var line: [UInt8] = []
    var hasDuration = false
    for piece in layout.pieces {
      switch piece {
      case .text(let text): line += text.utf8
      case .field(let field, _):
        // Of a duration in parts the first is all of it.
        let isPart = field.kind == .duration && hasDuration
        hasDuration = hasDuration || field.kind == .duration
        line += (isPart ? "0" : text(of: field, hit)).utf8
      case .rest: break
      }
    }
    return line
  }

  private func text(of field: LayoutField, _ hit: WrittenHit) -> String {
    switch field.kind {
    case .skip: field.sample
    case .client: layout.traits.contains(.clientHasPort) ? hit.client + ":40123" : hit.client
    case .forwardedFor: hit.client
    case .identity, .query, .server: field.joinsTarget ? "" : "-"
    case .user: hit.user
    case .time: LayoutWriter.time(field.timeForm, hit)
    case .request: hit.rubbish ?? "\(hit.method) \(target(hit)) \(version(hit))"
    case .method: hit.rubbish == nil ? hit.method : "-"
    case .target: hit.rubbish == nil ? target(hit) : "-"
    case .version: hit.version
    case .status: "\(hit.status)"
    case .bytes: "\(hit.responseBytes)"
    case .virtualHost: hit.host
    case .referrer: hit.referrer
    case .userAgent: hit.userAgent
    case .duration: duration(field.unit, hit.milliseconds)
    }
  }

  private func target(_ hit: WrittenHit) -> String {
    let target =
      layout.traits.contains(.escapesWithHash)
      ? hit.target.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "#22")
      : hit.target
    guard layout.traits.contains(.absoluteTargets), target.hasPrefix("/") else { return target }
    return "http://\(hit.host):80\(target)"
  }

  private func version(_ hit: WrittenHit) -> String {
    layout.traits.contains(.bareVersions) ? String(hit.version.dropFirst(5)) : hit.version
  }

  private func duration(_ unit: LayoutField.Unit, _ milliseconds: Int) -> String {
    switch unit {
    case .seconds:
      "\(milliseconds / 1_000)." + String("\(1_000 + milliseconds % 1_000)".dropFirst())
    case .milliseconds: "\(milliseconds)"
    case .microseconds: "\(milliseconds * 1_000)"
    case .nanoseconds: "\(milliseconds * 1_000_000)"
    case .written: "\(milliseconds)ms"
    }
  }

  static func time(_ form: LayoutField.TimeForm, _ hit: WrittenHit) -> String {
    let time = CivilTime(hit.instant, secondsEastOfUTC: hit.secondsEastOfUTC)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    func clock(_ time: CivilTime) -> String {
      "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
    }
    func month(_ time: CivilTime) -> String { LayoutWriter.months[time.month - 1] }
    switch form {
    case .clf:
      let minutes = abs(hit.secondsEastOfUTC) / 60
      return "\(two(time.day))/\(month(time))/\(time.year):\(clock(time)) "
        + (hit.secondsEastOfUTC < 0 ? "-" : "+") + two(minutes / 60) + two(minutes % 60)
    case .iso8601: return Zone.utc.iso8601(hit.instant)
    case .slashed:
      let time = CivilTime(hit.instant)
      return "\(time.year)/\(two(time.month))/\(two(time.day)) \(clock(time)).123"
    case .epoch: return "\(hit.instant.seconds).123"
    case .epochMilliseconds: return "\(hit.instant.seconds)123"
    case .epochMicroseconds: return "\(hit.instant.seconds)123456"
    case .rfc1123:
      let time = CivilTime(hit.instant)
      return "\(day(hit.instant.seconds)), \(two(time.day)) \(month(time)) \(time.year) "
        + "\(clock(time)) GMT"
    case .ctime:
      let time = Zone.ofLogs.civilTime(hit.instant)
      let local = hit.instant.seconds + time.secondsEastOfUTC
      return "\(day(local)) \(month(time)) " + (time.day < 10 ? " " : "") + "\(time.day) "
        + "\(clock(time)) \(time.year)"
    case .local:
      let time = Zone.ofLogs.civilTime(hit.instant)
      return "\(two(time.day))/\(month(time))/\(time.year):\(clock(time)).123"
    case .localWithSpace:
      let time = Zone.ofLogs.civilTime(hit.instant)
      return "\(two(time.day))/\(month(time))/\(time.year) \(clock(time))"
    }
  }

  private static func day(_ seconds: Int) -> String {
    let day = seconds.flooredQuotient(by: 86_400) + 4
    return LayoutWriter.days[day - day.flooredQuotient(by: 7) * 7]
  }

  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
