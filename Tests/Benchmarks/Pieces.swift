import AccessLog
import Traffic

/// The parser and the tally by themselves, on one core, in nanoseconds a line.
struct Pieces {
  private static let rounds = 9

  let logs: Logs

  func measure() {
    print("\nPieces, ns a line, best of \(Pieces.rounds)")
    let ordinary = logs.generate("pieces.log", lines: 100_000)
    measure(ordinary)
    measure(logs.generate("pieces-users.log", lines: 100_000, ["--oddities", "0.5"]))
    measure(
      logs.generate(
        "pieces-crowded.log", lines: 100_000, ["--clients", "1000000", "--sections", "100000"]))
  }

  private func measure(_ log: Log) {
    let bytes = contents(of: log.path)
    let scanner = LineScanner(nameKey: 7)
    let scan = best(log) {
      var scanner = scanner
      var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
      var offset = 0
      while offset < bytes.count {
        // Bytes are without padding.
        _ = scanner.scan(
          unsafe bytes.span.bytes, from: &offset, to: bytes.count, into: &block)
      }
    }
    let tally = best(log) {
      _ = ChunkTallier.tally(bytes, timing: Timing(), scanner: scanner)
    }
    let chunk = ChunkTallier.tally(bytes, timing: Timing(), scanner: scanner)
    let merge = best(log) {
      var ledger = Ledger(
        timing: Timing(), longestWindow: 120, reportsSilence: false, scanner: scanner)
      for step in 0..<chunk.stepCount {
        ledger.beginStep(step, of: chunk)
        while let closed = ledger.closeNext() {
          if let interval = closed.ended.first { _ = ledger.report(interval, top: 10) }
        }
        ledger.addStep(step, of: chunk, as: .live)
      }
    }
    print(
      "  \(log.name)\(String(repeating: " ", count: max(0, 20 - log.name.count)))",
      "scan \(cell(text(scan), 5))   scan and tally \(cell(text(tally), 5))",
      "  merge and report \(cell(text(merge), 5))")
  }

  private func best(_ log: Log, _ work: () -> Void) -> Double {
    let times = (0..<Pieces.rounds).map { _ in
      let start = Process.ownProcessorTime
      work()
      return (Process.ownProcessorTime - start).seconds
    }
    return (times.min() ?? .nan) * 1e9 / Double(log.lines)
  }
}
