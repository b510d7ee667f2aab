import AccessLog
import TallyCodec
import Traffic

/// Bytes that may be the record of a tally.
struct TalliesTarget {
  private static let scanner = LineScanner(nameKey: 7)

  private let bytes: [UInt8]

  init(_ input: FuzzInput) {
    bytes = Array(input.rest)
  }

  func check() {
    guard let tally = try? TallyRecord.tally(from: bytes, scanner: TalliesTarget.scanner) else {
      return
    }
    checkSums(tally)
    let written = TallyRecord.bytes(of: tally)
    guard let again = try? TallyRecord.tally(from: written, scanner: TalliesTarget.scanner) else {
      require(false, "what is written can be read")
      return
    }
    require(TallyRecord.bytes(of: again) == written, "what was read is written as the same bytes")
    var sum = Tally()
    sum.merge(tally)
    sum.merge(again)
    require(sum.hits == 2 * tally.hits, "merging adds")
    checkSums(sum)
  }

  private func checkSums(_ tally: Tally) {
    let statistics = tally.statistics(top: .max)
    require(statistics.sections.reduce(0) { $0 + $1.hits } == statistics.hits, "sections add up")
    require(statistics.methods.reduce(0) { $0 + $1.hits } == statistics.hits, "methods add up")
    require(statistics.statuses.reduce(0) { $0 + $1.hits } == statistics.hits, "statuses add up")
    require(statistics.errors <= statistics.hits, "errors are hits")
  }
}
