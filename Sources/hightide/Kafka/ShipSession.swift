import AccessLog
import Feed
import Kafka
import LogTail
import Remote
import System

/// Sends lines, and begins again behind what has arrived where records were refused.
///
/// For a thread of its own.
final class ShipSession {
  /// How long it is before what was refused is sent again.
  private static let pause = Duration.seconds(5)
  private static let statusPause = Duration.seconds(60)
  /// How often the same is said.
  private static let repeatPause = Duration.seconds(60)

  private let options: ShipOptions
  private let place: KafkaPlace
  private let state: ShipState
  private let slot: FeedSlot
  private let interruption: Interruption
  private var delivered = 0
  private var cut = 0
  private var told = (delivered: 0, cut: 0, at: MachineClock.uptime)
  private var lastFailure: (reason: String, at: Duration)?
  private var hasSaveFailed = false

  init(
    _ options: ShipOptions, _ place: KafkaPlace, _ state: ShipState, _ slot: FeedSlot,
    _ interruption: Interruption
  ) {
    self.options = options
    self.place = place
    self.state = state
    self.slot = slot
    self.interruption = interruption
  }

  /// Sends until the input or a signal ends it; returns the exit status.
  func run() -> Int32 {
    RoleRun.status {
      while true {
        let (ending, waiting) = try ship()
        save()
        if let status = status(of: ending, waiting: waiting) { return status }
      }
    }
  }

  /// The exit status, unless it is to be tried again.
  private func status(of ending: LineShipper.Ending, waiting: Int) -> Int32? {
    switch ending {
    case .finished:
      tellStatus(waiting: 0, always: true)
      return hasSaveFailed ? 1 : 0
    case .abandoned:
      tellStatus(waiting: waiting, always: true)
      FileOutput.complain(
        (waiting > 0 ? "\(waiting) records had not arrived" : "not all lines could be sent")
          + (options.stateFile == nil
            ? "; without --state the next start does not send them"
            : "; the next start sends them"))
      return 1
    case .failed:
      // What cannot be read a second time is lost.
      if options.files.contains("-") {
        FileOutput.complain("\(waiting) records of standard input are lost")
        return 1
      }
      return interruption.sleep(ShipSession.pause) ? nil : 1
    }
  }

  private func ship() throws -> (LineShipper.Ending, waiting: Int) {
    let server = options.server ?? MachineName.current
    let inbox = try LineInbox()
    let before = delivered
    let shipper = try LineShipper(
      LineShipper.Configuration(
        place: place, settings: options.kafka, server: Path.bytes(of: server),
        origins: state.origins),
      from: inbox, telling: { [self] in tell($0) }, progress: { [self] in state.note($0) },
      eachSecond: { [self] shipper in
        delivered = before + shipper.delivered
        save()
        tellStatus(waiting: shipper.waiting, always: false)
      })
    let follower = try LogFollower(
      TailConfiguration(
        sources: options.files,
        mode: options.isFromStart ? .fromStart : .follow(backfillSeconds: 0),
        knowledge: .ofBytes, resumeFrom: state.positions,
        excluded: options.stateFile.map { [$0, $0 + ".new"] } ?? []))
    slot.put(follower)
    let reading = Task {
      var troubled: Set<SourceName> = []
      for await item in follower {
        if case .source(let event) = item {
          // That a log is read again is news only where it was said that it was not.
          if event.change != .resumed || troubled.contains(event.source) { ShipSession.tell(event) }
          switch event.change {
          case .failed, .waiting: troubled.insert(event.source)
          default: troubled.remove(event.source)
          }
        }
        if case .earlierEnds = item { follower.answerEarlier(false) }
        guard await inbox.put(item) else { break }
      }
      follower.stop()
      inbox.end()
    }
    defer { reading.cancel() }
    let ending = shipper.run()
    delivered = before + shipper.delivered
    return (ending, shipper.waiting)
  }

  private func save() {
    do throws(StateFileError) {
      try state.save()
      if hasSaveFailed { FileOutput.complain("the state can be kept again") }
      hasSaveFailed = false
    } catch {
      if !hasSaveFailed { FileOutput.complain("\(error)") }
      hasSaveFailed = true
    }
  }

  private func tellStatus(waiting: Int, always: Bool) {
    let now = MachineClock.uptime
    guard always || now - told.at >= ShipSession.statusPause else { return }
    let seconds = max(1, Int((now - told.at).components.seconds))
    let news = delivered - told.delivered
    guard always || news > 0 || waiting > 0 || cut > told.cut else { return }
    told = (delivered, cut, now)
    FileOutput.complain(
      "\(delivered) records sent to \(place.name) (\(news) in the last \(seconds) s), "
        + "\(waiting) on their way" + (cut > 0 ? ", \(cut) lines were cut at 64 KiB" : ""))
  }

  private func tell(_ news: ShipNews) {
    switch news {
    case .cut: cut += 1
    case .unreachable(let reason):
      FileOutput.complain("cannot reach \(place.brokers): \(reason); lines wait in their logs")
    case .reached(let seconds):
      FileOutput.complain("\(place.brokers) can be reached again, after \(seconds) s")
    case .topic(let text): FileOutput.complain(text)
    case .failed(let reason):
      let now = MachineClock.uptime
      if let last = lastFailure, last.reason == reason, now - last.at < ShipSession.repeatPause {
        return
      }
      lastFailure = (reason, now)
      FileOutput.complain(
        "records were refused and are sent again every 5 s from the last that arrived: \(reason)")
    }
  }

  /// What becomes of a log, where it is no good news.
  private static func tell(_ event: SourceEvent) {
    switch event.change {
    case .failed, .missed, .waiting, .resumed:
      FileOutput.complain(
        "\(event.source): \(event.change.word)" + (event.change.reason.map { ": \($0)" } ?? ""))
    case .opened, .rotated, .truncated, .dropped, .clock, .lag, .lost, .ended, .unparsed, .parsed,
      .unpaired, .format:
      break
    }
  }
}

extension LineKnowledge {
  /// What has to be known of lines that are only passed on.
  fileprivate static var ofBytes: LineKnowledge {
    LineKnowledge(
      blank: SourceMemory(.named(.common)), time: { _, _ in nil }, learn: { _, _ in false },
      isSettled: { _ in true })
  }
}
