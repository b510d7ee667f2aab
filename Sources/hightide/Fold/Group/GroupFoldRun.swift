import AccessLog
import Kafka
import LogTail
import Pipeline
import Remote
import System
import Traffic

/// `hightide fold kafka://BROKERS/logs --to kafka://BROKERS/metrics`: one worker of a group.
struct GroupFoldRun {
  private let options: Options
  private let source: KafkaPlace
  private let place: KafkaPlace

  init(_ options: Options, of source: KafkaPlace, to place: KafkaPlace) {
    self.options = options
    self.source = source
    self.place = place
  }

  /// The group that workers are in, unless the settings name another: they share what goes to one topic.
  private var group: String { "hightide-fold-\(place.topic)" }

  /// Folds until a signal ends it; returns the exit status.
  func run() -> Int32 { RoleRun.run(fold) }

  private func fold(_ signals: ProcessSignals) throws -> Int32 {
    var settings = options.watchSettings(
      keepsLines: true, nameKey: UInt64.random(in: .min ... .max))
    settings.keepsLines = false
    let outbox = try RecordOutbox()
    let news = FoldNews(place)
    let readingNews = FoldNews(source)
    let sender = try RecordSender(
      outbox, to: place, options.kafka, telling: { news.tell($0) },
      eachSecond: { news.tellStatus(outbox.counts) })
    let reader = try GroupReader(
      source, group: group, options.kafka, LineKnowledge(options.format),
      telling: { readingNews.tell($0) })
    let interruption = try Interruption()
    let folding = try GroupFoldSession(
      reader, outbox, settings, of: source,
      meaning: FoldToTopicRun.meaning(of: settings, []),
      isFromStart: options.reading == .fromStart, interruption)
    let executor = try MainThreadExecutor()
    try signals.deliver(
      onHangUp: .ends,
      { request in
        guard case .end = request else { return }
        interruption.interrupt()
      },
      // The sender has a time limit of its own.
      abandon: { isAskedAgain in isAskedAgain ? 1 : nil })
    // Each is of one thread; of the sender, its end alone is asked for from elsewhere.
    nonisolated(unsafe) let (sending, session) = (sender, folding)
    try Thread.start {
      news.noteState(isKept: unsafe session.run())
      unsafe sending.finish()
    }
    try Thread.start {
      executor.end(status: news.end(unsafe sending.run(), outbox.counts, hasState: true))
    }
    return executor.run()
  }
}
