import AccessLog
import Alerting
import Feed
import Fleet
import Kafka
import LogTail
import Pipeline
import Query
import Remote
import System
import TallyCodec
import Traffic

/// `hightide fold --to`: adds up lines, and sends the sums to a topic.
struct FoldToTopicRun {
  private var options: Options
  private let place: KafkaPlace

  init(_ options: Options, to place: KafkaPlace) {
    self.options = options
    self.place = place
    // Of what is there, the clock is read.
    if case .follow = options.reading { self.options.reading = .follow(backfillSeconds: 1) }
  }

  /// Follows until the input or a signal ends it; returns the exit status.
  func run() -> Int32 {
    var run = self
    if options.namesNoFile, let status = run.options.chooseLog() { return status }
    return RoleRun.run(run.fold)
  }

  private func fold(_ signals: ProcessSignals) throws -> Int32 {
    let name = Path.bytes(of: options.server ?? MachineName.current)
    let server = name.isEmpty ? Array("-".utf8) : Array(name.prefix(MetricsRecord.longestName))
    var settings = options.watchSettings(
      keepsLines: true, nameKey: UInt64.random(in: .min ... .max))
    settings.keepsLines = false
    let meaning = FoldToTopicRun.meaning(of: settings, server)
    let file = try options.stateFile.map { path throws(StateFileError) in
      try RoleFile(path, magic: "hightide fold 1")
    }
    var saved: FoldPlace?
    try file?.read { reader throws(RecordError) in
      let kept = try FoldPlace(&reader)
      guard kept.place == place.name else { throw .impossible("it is of \(kept.place)") }
      saved = kept
    }
    let outbox = try RecordOutbox()
    // Each takes the place of what was sent of its interval since.
    outbox.put(
      (saved?.unsent ?? []).map {
        RecordOutbox.Record(key: server, value: $0, isFinal: true)
      })
    let fold = try begin(server, settings, meaning, saved, outbox)
    let news = FoldNews(place)
    let sender = try RecordSender(
      outbox, to: place, options.kafka, telling: { news.tell($0) },
      eachSecond: { news.tellStatus(outbox.counts) })
    let feed = try LogFeed(options, resumeFrom: try saved?.positions ?? [])
    let session = FileFoldSession(
      fold, settings, server: server, outbox: outbox, place: place.name, meaning: meaning,
      file: file, telling: { FoldNews.tell($0) })
    let executor = try MainThreadExecutor()
    try signals.deliver(
      onHangUp: .ends,
      { request in
        guard case .end = request else { return }
        feed.finish()
        outbox.beginToEnd()
      },
      // The sender has a time limit of its own.
      abandon: { isAskedAgain in isAskedAgain ? 1 : nil })
    // Of the sender, that is all that is called from elsewhere.
    nonisolated(unsafe) let sending = sender
    let watching = Task {
      await news.noteState(isKept: session.run(feed))
      unsafe sending.finish()
    }
    defer { watching.cancel() }
    let hasState = options.stateFile != nil
    try Thread.start {
      let ending = unsafe sending.run()
      executor.end(status: news.end(ending, outbox.counts, hasState: hasState))
    }
    return executor.run()
  }

  /// Goes on with what was saved, or as another origin where that meant something else.
  private func begin(
    _ server: [UInt8], _ settings: WatchSettings, _ meaning: UInt64, _ saved: FoldPlace?,
    _ outbox: RecordOutbox
  ) throws -> FileFold {
    if let saved, saved.meaning == meaning {
      return try FileFold(origin: saved.origin, server: server, settings: settings, from: saved)
    }
    let origin = Array(
      String(UInt64.random(in: .min ... .max) | 1 << 63, radix: 16).utf8)
    var fold = try FileFold(origin: origin, server: server, settings: settings, from: nil)
    guard let saved else { return fold }
    FileOutput.complain(
      "the server, or what is added up, is another one than in the state: a new origin begins")
    outbox.put(
      saved.open.map { RecordOutbox.Record(key: server, value: $0, isFinal: true) })
    fold.read(from: saved.sources)
    return fold
  }

  /// What records of an origin have in common.
  static func meaning(of settings: WatchSettings, _ server: [UInt8]) -> UInt64 {
    let counting = settings.counting
    var writer = RecordWriter()
    writer.blob(server)
    writer.count(settings.timing.intervalSeconds)
    writer.count(settings.timing.latenessSeconds)
    writer.blob(counting.sections.text.utf8)
    writer.blob((counting.filter?.text ?? "").utf8)
    writer.blob("\(counting.clients)".utf8)
    for dimension in counting.groups { writer.blob(dimension.name.utf8) }
    for selection in counting.selections { writer.blob(selection.bytes) }
    return Fingerprint(of: writer.bytes).hash
  }
}
