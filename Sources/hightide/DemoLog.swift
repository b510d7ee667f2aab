import AccessLog
private import Glibc
import Pipeline
import TrafficGenerator

/// A log of made-up traffic in a temporary file, for those who have none of their own.
struct DemoLog: Sendable {
  /// How much of it is there at the start, in seconds.
  private static let pastSeconds = 600
  /// How often what is due is written.
  private static let pace = Duration.milliseconds(100)

  let path: String
  private let output: OwnedOutput
  private let begin = Moment.now
  private var traffic: SyntheticTraffic
  /// The line that is due next, and when, from the start of the traffic on.
  private var line: [UInt8] = []
  private var due: Duration?

  /// Creates the file, with the traffic of the last ten minutes in it.
  init() throws(OutputError) {
    let folder = Surroundings.variable("TMPDIR") ?? "/tmp"
    var template = Array("\(folder)/hightide-demo-XXXXXX.log".utf8CString)
    let descriptor = unsafe mkstemps(&template, 4)
    guard descriptor >= 0 else {
      throw .failed(reason: "\(folder): \(unsafe String(cString: strerror(errno)))")
    }
    output = OwnedOutput(descriptor)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var profile = TrafficProfile.demo(start: begin.wallClock - DemoLog.pastSeconds)
    profile.seed = .random(in: .min ... .max)
    traffic = SyntheticTraffic(profile)
    due = traffic.appendNext(to: &line)
    try writeDue()
  }

  /// Writes the traffic at its time until the task is cancelled.
  func run() async throws {
    var log = self
    while true {
      try await Task.sleep(for: DemoLog.pace)
      try log.writeDue()
    }
  }

  /// Removes the file; its descriptor is closed with the last use of the log, since the writer may
  /// be at a line.
  func remove() { _ = unsafe unlink(path) }

  private mutating func writeDue() throws(OutputError) {
    let now = Moment.now.uptime - begin.uptime + .seconds(DemoLog.pastSeconds)
    var block: [UInt8] = []
    while let time = due, time <= now {
      block += line
      line.removeAll(keepingCapacity: true)
      due = traffic.appendNext(to: &line)
    }
    try output.file.write(block)
  }
}

/// A file that is written to, closed when the last reference goes.
private final class OwnedOutput: Sendable {
  let file: FileOutput

  init(_ descriptor: Int32) {
    file = FileOutput(descriptor: descriptor)
  }

  deinit { close(file.descriptor) }
}
