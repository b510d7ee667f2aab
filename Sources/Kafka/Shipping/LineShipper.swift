package import Feed
import LogTail
package import Remote
import System

/// Sends lines to a topic: what one source gives, until it ends or a record fails.
///
/// For a thread of its own, since it blocks.
package final class LineShipper {
  package enum Ending: Equatable {
    /// All has arrived.
    case finished
    /// The end was asked for, and so many records had not arrived in time.
    case abandoned(waiting: Int)
    /// Records were refused: all since the place that has been noted is to be sent again.
    case failed
  }

  /// What a line is cut to: still too long to be taken for a whole one.
  static let longestLine = 65_537
  /// How long records have to arrive once the end was asked for.
  static let endPatience = Duration.seconds(8)
  private static let pause = Duration.seconds(1)

  package struct Configuration {
    package var place: KafkaPlace
    package var settings: KafkaSettings
    /// Whose lines they are: the key of each record.
    package var server: [UInt8]
    package var origins: [SourceName: ShippedOrigin]

    package init(
      place: KafkaPlace, settings: KafkaSettings, server: [UInt8],
      origins: [SourceName: ShippedOrigin]
    ) {
      self.place = place
      self.settings = settings
      self.server = server
      self.origins = origins
    }
  }

  private let configuration: Configuration
  private let inbox: LineInbox
  private let tell: (ShipNews) -> Void
  private let progress: (DeliveryBook.Progress) -> Void
  /// Called about once a second.
  private let tick: (LineShipper) -> Void
  private let ledger: Ledger
  private let producer: KafkaProducer
  private var origins: [SourceName: ShippedOrigin]
  /// The sources that have nothing to send at the moment, and the last second that a record told of.
  private var quiet: [SourceName: Int] = [:]
  private var hasCaughtUp = false
  private let watch: TopicWatch
  private var nextTick = Duration.zero

  /// How many records have arrived.
  package var delivered: Int { ledger.book.delivered }
  /// How many have yet to.
  package var waiting: Int { ledger.book.waiting }

  /// What the callbacks of deliveries write to: they come on the thread that polls.
  private final class Ledger {
    var book = DeliveryBook()
    var hasNews = false
  }

  /// Begins to connect.
  package init(
    _ configuration: Configuration, from inbox: LineInbox,
    telling tell: @escaping (ShipNews) -> Void,
    progress: @escaping (DeliveryBook.Progress) -> Void,
    eachSecond tick: @escaping (LineShipper) -> Void
  ) throws(KafkaError) {
    self.configuration = configuration
    self.inbox = inbox
    self.tell = tell
    self.progress = progress
    self.tick = tick
    origins = configuration.origins
    let ledger = Ledger()
    self.ledger = ledger
    producer = try KafkaProducer(
      configuration.place.brokers, topic: configuration.place.topic, configuration.settings
    ) { tag, code in
      ledger.book.settle(tag, code: code)
      if code == KafkaCode.none { ledger.hasNews = true }
    }
    watch = TopicWatch(producer.client, configuration.place, telling: tell)
    producer.wake(inbox.wakeUp.writingNumber)
  }

  /// Sends until the source ends, or a record fails.
  package func run() -> Ending {
    defer { inbox.stop() }
    while true {
      if tickIfDue() { sendClocks() }
      look()
      guard ledger.book.failure == 0, producer.client.fatalError == nil else { return fail() }
      if let item = inbox.take() {
        guard take(item) else { return fail() }
      } else if inbox.isOver {
        return finish()
      } else {
        inbox.wakeUp.wait(atMost: max(.zero, nextTick - MachineClock.uptime))
      }
    }
  }

  /// Calls what is to be called each second; whether it was time.
  private func tickIfDue() -> Bool {
    guard MachineClock.uptime >= nextTick else { return false }
    tick(self)
    nextTick = MachineClock.uptime + LineShipper.pause
    return true
  }

  /// Takes in what became of records, and of the connection.
  private func look(milliseconds: Int = 0) {
    producer.client.poll(milliseconds: milliseconds)
    if ledger.hasNews {
      ledger.hasNews = false
      watch.noteArrival()
      for settled in ledger.book.takeProgress() { progress(settled) }
    } else if ledger.book.waiting == 0 {
      for settled in ledger.book.takeProgress() { progress(settled) }
    }
    watch.look()
  }

  /// Sends what a source gives; `false` if it failed.
  private func take(_ item: TailItem) -> Bool {
    switch item {
    case .lines(let batch) where batch.origin == .live:
      return send(batch)
    // Files alone are sent, which are not added up.
    case .lines, .tallies, .earlier, .earlierEnds: return true
    case .caughtUp(_, _, let positions):
      hasCaughtUp = true
      settle(positions)
      look()
      // What is written from now on must be found by the next run.
      tick(self)
    case .source(let event):
      switch event.change {
      case .opened, .resumed:
        if quiet[event.source] == nil { quiet[event.source] = 0 }
      // Lines may have gone that were counted, so that the numbers that follow would be others' twice.
      case .missed: begin(event.source)
      case .failed, .waiting, .ended: quiet[event.source] = nil
      case .rotated, .truncated, .dropped, .lag, .lost, .clock, .unparsed, .parsed, .unpaired,
        .format:
        break
      }
    }
    return true
  }

  /// Gives a log a new origin.
  ///
  /// It is saved before the first line is sent, so that the next run knows it.
  @discardableResult
  private func begin(_ source: SourceName) -> ShippedOrigin {
    let origin = ShippedOrigin.new
    origins[source] = origin
    progress(DeliveryBook.Progress(origins: [source: origin]))
    tick(self)
    return origin
  }

  /// Notes how far logs are read that gave no line.
  private func settle(_ positions: [FilePosition]) {
    let batch = ledger.book.begin()
    ledger.book.finish(batch, DeliveryBook.Progress(positions: positions, origins: origins))
  }

  private func send(_ lines: LineBatch) -> Bool {
    // A record for a topic that is not there would fail.
    while !watch.hasTopic {
      guard !isOverdue else { return false }
      look(milliseconds: 100)
      _ = tickIfDue()
    }
    let batch = ledger.book.begin()
    var start = 0
    for span in lines.spans {
      var origin = origins[span.source] ?? begin(span.source)
      quiet[span.source] = Int(MachineClock.wall.components.seconds)
      while start < span.end {
        let next = lines.bytes.span.endOfLine(from: start)
        var count = next - 1 - start
        if count > 65_536 {
          count = LineShipper.longestLine
          tell(.cut)
        }
        origin.count += 1
        guard
          send(
            lines.bytes, start..<start + count, .line(origin: origin.id, number: origin.count),
            batch)
        else { return false }
        start = next
      }
      origins[span.source] = origin
    }
    ledger.book.finish(
      batch, DeliveryBook.Progress(positions: lines.positions, origins: origins))
    return true
  }

  /// Sends one record, and waits while too many are on their way; `false` if it failed.
  private func send(
    _ bytes: [UInt8], _ range: Range<Int>, _ header: RecordHeader, _ batch: Int
  ) -> Bool {
    let text = header.bytes
    while true {
      let outcome = unsafe bytes.withUnsafeBytes { bytes in
        unsafe text.withUnsafeBytes { header in
          unsafe configuration.server.withUnsafeBytes { key in
            // In bounds: the range is of a line of these bytes.
            unsafe producer.send(
              UnsafeRawBufferPointer(rebasing: bytes[range]), key: key, header: header, tag: batch)
          }
        }
      }
      switch outcome {
      case .taken:
        ledger.book.add(to: batch)
        return true
      case .failed(_, let text):
        tell(.failed(reason: text))
        return false
      case .full:
        guard !isOverdue, ledger.book.failure == 0 else { return false }
        look(milliseconds: 50)
        _ = tickIfDue()
      }
    }
  }

  /// Tells readers that logs have had no line in the last whole second.
  ///
  /// Not while records wait: their lines come first, and brokers that cannot be reached need no queue of
  /// these.
  private func sendClocks() {
    guard hasCaughtUp, watch.hasTopic, ledger.book.waiting == 0 else { return }
    let second = Int(MachineClock.wall.components.seconds) - 1
    for (source, last) in quiet where last < second {
      let origin = origins[source] ?? .new
      origins[source] = origin
      let header = RecordHeader.clock(origin: origin.id, second: second).bytes
      let outcome = unsafe header.withUnsafeBytes { header in
        unsafe configuration.server.withUnsafeBytes { key in
          unsafe producer.send(
            UnsafeRawBufferPointer(start: nil, count: 0), key: key, header: header, tag: 0)
        }
      }
      if outcome == .taken { quiet[source] = second }
    }
  }

  /// Whether a signal has asked for the end long ago.
  private var isOverdue: Bool {
    guard ProcessSignals.isEnding else { return false }
    let since = endingSince ?? MachineClock.uptime
    endingSince = since
    return MachineClock.uptime - since > LineShipper.endPatience
  }

  private var endingSince: Duration?

  /// Waits for what has been sent.
  private func finish() -> Ending {
    while ledger.book.waiting > 0 {
      guard ledger.book.failure == 0 else { return fail() }
      guard !isOverdue else { return .abandoned(waiting: ledger.book.waiting) }
      producer.flush(milliseconds: 100)
      look()
    }
    look()
    return .finished
  }

  private func fail() -> Ending {
    if isOverdue { return .abandoned(waiting: ledger.book.waiting) }
    if ledger.book.failure != 0 {
      tell(
        .failed(
          reason: DeliveryFailure.words(
            ledger.book.failure, producer.client.library, mostBytes: "1 MiB")))
    } else if let text = producer.client.fatalError {
      tell(.failed(reason: text))
    }
    return .failed
  }
}
