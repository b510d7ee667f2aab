import AccessLog
private import Glibc
import Pipeline
private import SwiftOverlayShims
private import System
import TrafficGenerator

/// `hightide generate`: writes synthetic traffic.
struct GenerateRun {
  private static let blockSize = 1 << 16

  let options: GenerateOptions

  /// Writes until the traffic ends; returns the exit status.
  func run() -> Int32 {
    _ = signal(SIGPIPE, SIG_IGN)
    do throws(OutputError) {
      try write(to: try output())
      return 0
    } catch .readerGone {
      return 0
    } catch {
      FileOutput.complain("\(error)")
      return 1
    }
  }

  private func output() throws(OutputError) -> FileOutput {
    guard let file = options.file else { return .standard }
    let descriptor = unsafe Path.withName(file) {
      unsafe open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else {
      throw .failed(
        reason: "\(printableText(Path.bytes(of: file))): \(unsafe String(cString: strerror(errno)))"
      )
    }
    return FileOutput(descriptor: descriptor)
  }

  private func write(to output: FileOutput) throws(OutputError) {
    var traffic = SyntheticTraffic(options.profile(now: Moment.now.wallClock))
    let begin = Moment.now.uptime
    var block: [UInt8] = []
    while let due = traffic.appendNext(to: &block) {
      switch options.pace {
      case .asFastAsPossible:
        guard block.count >= GenerateRun.blockSize else { continue }
      case .clock:
        let early = due - (Moment.now.uptime - begin)
        guard early > .zero else {
          if block.count < GenerateRun.blockSize { continue }
          break
        }
        sleep(early)
      }
      try output.write(block)
      block.removeAll(keepingCapacity: true)
    }
    try output.write(block)
  }

  private func sleep(_ duration: Duration) {
    var rest = timespec(
      tv_sec: Int(duration.components.seconds),
      tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
    var left = timespec()
    while unsafe nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }
}

extension GenerateOptions {
  /// The traffic that is asked for.
  func profile(now: Instant) -> TrafficProfile {
    var start = now
    if case .at(let instant) = self.start { start = instant }
    var profile = TrafficProfile(start: start)
    profile.seed = seed
    profile.linesPerSecond = rate ?? GenerateOptions.defaultRate
    profile.surges = surges.map {
      TrafficGenerator.Surge(
        start: $0.start, length: $0.length, factor: $0.factor, period: $0.period)
    }
    profile.incidents = incidents
    profile.lines = lines
    profile.duration = duration
    profile.format = format
    profile.malformedShare = malformedShare
    profile.oddityShare = oddityShare
    profile.sections = sections
    profile.clients = clients
    profile.sectionLength = sectionLength
    return profile
  }
}
