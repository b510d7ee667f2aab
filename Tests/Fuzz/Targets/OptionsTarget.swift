import AccessLog
import Remote
import Traffic
import TrafficGenerator

@testable import hightide

/// A command line: arguments with NULs between them, as the kernel hands them over.
struct OptionsTarget {
  private let arguments: [String]

  init(_ input: FuzzInput) {
    arguments = input.rest.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  func check() {
    do throws(UsageError) {
      switch try Command.parse(arguments) {
      case .watch(let options): check(options)
      case .generate(let options): check(options)
      case .top(let options): check(options)
      case .check(_, let options): checkSpans(options)
      case .document(let folder): require(folder == arguments.last)
      case .explain(let options): require(!options.files.isEmpty, "something is explained")
      case .fold(let options): checkSpans(options.watch)
      case .ship(let options):
        require(!options.files.isEmpty && options.place?.topic.isEmpty == false)
      case .alert(let options):
        checkSpans(options.watch)
        require(options.place != nil, "the sums of some fleet are judged")
      case .topics(let options):
        require(options.place != nil && (1...1_000).contains(options.partitions))
      case .show(let text): require(text.hasSuffix("\n"))
      }
    } catch {
      let isPrintable = "\(error)".utf8.allSatisfy { (0x20..<0x7F).contains($0) }
      require(isPrintable, "a usage error is one line that is safe on a terminal")
    }
  }

  private func checkSpans(_ options: Options) {
    require(options.threshold.isFinite && options.threshold >= 0)
    require((1...86_400).contains(options.windowSeconds))
    require((1...86_400).contains(options.intervalSeconds))
    require((0...3_600).contains(options.latenessSeconds))
  }

  private func check(_ options: Options) {
    checkSpans(options)
    require((0...1_000).contains(options.listed))
    require(options.files.isEmpty == (options.reading == .demo))
    if case .follow(let seconds) = options.reading { require((0...86_400).contains(seconds)) }
  }

  private func check(_ options: TopOptions) {
    require(!options.files.isEmpty && !options.counting.dimensions.isEmpty)
    require((0...1_000).contains(options.top))
    require((1...366 * 86_400).contains(options.lastSeconds))
  }

  /// What is accepted is written: lines that the parser takes, for as long as was asked.
  private func check(_ options: GenerateOptions) {
    require((0...1).contains(options.malformedShare) && (0...1).contains(options.oddityShare))
    guard options.sections <= 4_096, options.clients <= 8_192, options.sectionLength <= 1_024 else {
      // Making these up takes longer than a fuzzer has.
      return
    }
    var traffic = SyntheticTraffic(options.profile(now: Instant(1_600_000_000)))
    var bytes: [UInt8] = []
    var last = Duration.zero
    for _ in 0..<20 {
      let start = bytes.count
      guard let due = traffic.appendNext(to: &bytes) else { return }
      require(due >= last, "lines come in the order of their times")
      require(options.duration.map { due < $0 } ?? true, "no line comes after the end")
      last = due
      require(bytes.last == UInt8(ascii: "\n"))
      guard options.malformedShare == 0 else { continue }
      var parser = LineParser(format: options.format)
      let line = parser.parse(unsafe bytes.span.bytes, start..<bytes.count - 1)
      require(line != .malformed && line != .empty, "what is written can be read")
    }
    require(options.lines.map { traffic.lines <= $0 } ?? true)
  }
}
