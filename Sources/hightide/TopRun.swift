import AccessLog
import Dispatch
import LogTail
import Query
import Reporting
import Synchronization
import System
import Traffic

/// `hightide top`: answers one question about a span of time, and exits.
struct TopRun {
  /// How much of a file is counted at a time by one core.
  private static let pieceSize = 4 << 20
  /// How much of what can only be read once is kept until its last line is known.
  private static let keptBytes = 256 << 20

  private var options: TopOptions

  /// Counts and writes; returns the exit status.
  func run() -> Int32 {
    var run = self
    if options.namesNoFile, let status = run.options.chooseLog() { return status }
    return run.count()
  }

  private func count() -> Int32 {
    Allocator.keepFreedMemory()
    do {
      let logs = try PastLogs(options.files, LineKnowledge(options.format))
      let tally = logs.readsInput || options.files.isEmpty ? try countInput(logs) : try count(logs)
      guard let tally else {
        FileOutput.complain("there is no line with a time that can be read; see --format")
        return 1
      }
      let report = TopReport(tally, order: options.order, top: options.top)
      let columns = Surroundings.outputIsTerminal ? Surroundings.outputColumns : 80
      try FileOutput.standard.write(
        options.isJSON
          ? report.json
          : report.plain(
            zone: options.zone, columns: columns, filter: options.counting.filter?.text))
      return 0
    } catch OutputError.readerGone {
      return 0
    } catch let mistake as SpanMistake {
      FileOutput.complain(mistake.text)
      return 2
    } catch let error as FollowError {
      for error in error.each { FileOutput.complain(Advice.text(for: error)) }
    } catch {
      FileOutput.complain("\(error)")
    }
    return 1
  }

  private var scanner: LineScanner {
    LineScanner(memory: SourceMemory(options.format), nameKey: key)
  }
  private let key = UInt64.random(in: .min ... .max)

  init(options: TopOptions) { self.options = options }

  /// A span that ends before it begins.
  private struct SpanMistake: Error {
    let text: String
  }

  /// The seconds that are asked for, where the last line is of `last`; what is asked for from some time on
  /// ends with the second `newest`.
  private func span(last: Int, newest: @autoclosure () throws -> Int) throws -> Range<Int> {
    let from = options.from?.second(last: last, in: options.zone)
    let to = options.to?.second(last: last, in: options.zone)
    if let from, let to, from > to {
      let times = [from, to].map { options.zone.iso8601(Instant($0)) }
      throw SpanMistake(
        text: "--from is after --to: \(times[0]) and \(times[1]); a time without a date is one of "
          + "the log's last day")
    }
    guard let from else {
      let end = to ?? last + 1
      return end - options.lastSeconds..<end
    }
    return from..<max(from, try to ?? newest() + 1)
  }

  /// The time of the newest line, which stands before the last one where lines are out of order: a server
  /// may log when a request began, as it ends.
  private func newest(
    near last: Int, _ parts: [PastPart], _ lines: [KeptLines] = []
  ) throws -> Int {
    var tally = SpanTally(
      span: spanOfDisorder(last), counting: Counting(dimensions: [.status]), scanner: scanner)
    for part in lines { _ = tally.add(part.lines, part.memory) }
    for part in parts { try add(part, to: &tally) }
    return max(last, tally.newestInSpan ?? last)
  }

  /// The seconds of lines that may stand beside one of `last`.
  private func spanOfDisorder(_ last: Int) -> Range<Int> {
    last - PastLogs.disorderSeconds..<last + PastLogs.disorderSeconds + 1
  }

  /// Lines that can only be read once.
  private typealias KeptLines = (lines: [UInt8], memory: SourceMemory, newest: Int)

  /// Counts files.
  private func count(_ logs: PastLogs) throws -> SpanTally? {
    guard let last = try logs.lastTime() ?? decodedLastTime(logs) else { return nil }
    let span = try span(
      last: last, newest: newest(near: last, logs.parts(of: spanOfDisorder(last)).parts))
    let (parts, gaps) = try logs.parts(of: span)
    var tally = SpanTally(span: span, counting: options.counting, scanner: scanner)
    for part in parts { try add(part, to: &tally) }
    for gap in gaps { complain(about: gap) }
    return tally
  }

  /// Counts a part, as much of it at a time as there are cores unless it has to be decoded.
  private func add(_ part: PastPart, to tally: inout SpanTally) throws {
    tally.beginFile()
    if let pieces = try part.pieces(of: TopRun.pieceSize) { return try add(pieces, to: &tally) }
    var memory = SourceMemory(options.format)
    do throws(ReadError) {
      try part.decode { memory = tally.add($0, memory) }
    } catch {
      FileOutput.complain("cannot read \(part.path) to its end: \(error)")
    }
  }

  /// Counts pieces side by side, and adds them in their order.
  private func add(_ pieces: [PastPiece], to tally: inout SpanTally) throws {
    if let first = pieces.first, try first.isPaired() {
      // A record may begin in one piece and end in another.
      var memory = try first.read().memory
      for piece in pieces { memory = tally.add(try piece.read().lines, memory) }
      return
    }
    let empty = SpanTally(span: tally.span, counting: tally.counting, scanner: scanner)
    let width = max(1, Surroundings.coreCount)
    for start in stride(from: 0, to: pieces.count, by: 4 * width) {
      let some = Array(pieces[start..<min(pieces.count, start + 4 * width)])
      let results = Mutex([Int: Result<SpanTally, SystemError>]())
      DispatchQueue.concurrentPerform(iterations: some.count) { index in
        var part = empty
        let result: Result<SpanTally, SystemError>
        do throws(SystemError) {
          let (lines, memory) = try some[index].read()
          _ = part.add(lines, memory)
          result = .success(part)
        } catch {
          result = .failure(error)
        }
        results.withLock { $0[index] = result }
      }
      for index in some.indices {
        if let result = results.withLock({ $0[index] }) { tally.merge(try result.get()) }
      }
    }
  }

  /// The time of the last line of compressed files, which have to be decoded for it.
  private func decodedLastTime(_ logs: PastLogs) throws -> Int? {
    var all = SpanTally(span: 0..<0, counting: Counting(), scanner: scanner)
    var last: Int?
    for part in logs.compressed {
      var memory = SourceMemory(options.format)
      try part.decode { memory = all.add($0, memory) }
      last = [last, all.last].compactMap(\.self).max()
    }
    return last
  }

  /// Counts standard input, whose last line is known only at its end, and files with it.
  private func countInput(_ logs: PastLogs) throws -> SpanTally? {
    var kept: [KeptLines] = []
    var keptBytes = 0
    var dropped: Int?
    var memory = SourceMemory(options.format)
    var newest: Int?
    var lastOfInput: Int?
    let scanner = scanner
    try PastInput.read { lines in
      var look = SpanTally(span: 0..<0, counting: Counting(), scanner: scanner)
      let before = memory
      memory = look.add(lines, memory)
      guard let last = look.newest else { return }
      lastOfInput = look.last
      newest = max(newest ?? last, last)
      kept.append((lines, before, last))
      keptBytes += lines.count
      // What is older than anything that is asked for is not needed.
      while let first = kept.first {
        let isOld =
          options.from == nil && options.to == nil
          && first.newest < (newest ?? last) - options.lastSeconds - PastLogs.disorderSeconds
        guard isOld || keptBytes > TopRun.keptBytes && kept.count > 1 else { break }
        if !isOld { dropped = max(dropped ?? first.newest, first.newest) }
        keptBytes -= first.lines.count
        kept.removeFirst()
      }
    }
    let last = [lastOfInput, try logs.lastTime()].compactMap(\.self).max()
    guard let last else { return nil }
    let span = try span(
      last: last, newest: self.newest(near: last, logs.parts(of: spanOfDisorder(last)).parts, kept))
    var tally = SpanTally(span: span, counting: options.counting, scanner: scanner)
    for part in kept { _ = tally.add(part.lines, part.memory) }
    let (parts, gaps) = try logs.parts(of: span)
    for part in parts { try add(part, to: &tally) }
    for gap in gaps { complain(about: gap) }
    if let dropped, dropped >= span.lowerBound {
      FileOutput.complain(
        "standard input has more than \(TopRun.keptBytes >> 20) MiB; lines up to "
          + "\(options.zone.iso8601(Instant(dropped))) are missing")
    }
    return tally
  }

  private func complain(about gap: PastGap) {
    switch gap.kind {
    case .begins(let first):
      FileOutput.complain(
        "\(gap.path) begins at \(options.zone.iso8601(Instant(first))); what was before is not there"
      )
    case .unreadable(let reason):
      FileOutput.complain("cannot read \(gap.path), which may have lines of that time: \(reason)")
    }
  }
}
