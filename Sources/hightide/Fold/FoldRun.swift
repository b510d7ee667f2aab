import AccessLog
import Feed
import Fleet
private import Glibc
import LogTail
import Pipeline
import Remote
import System
import TallyCodec
import Traffic

/// `hightide fold`: adds up a log where it is, and writes the sums for a dashboard elsewhere.
struct FoldRun {
  private var options: Options
  private let isAsked: Bool
  private let place: KafkaPlace?

  init(options: FoldOptions) {
    self.options = options.watch
    isAsked = options.isAsked
    place = options.place
  }

  /// Follows until the end of the input, or until the output has no reader; returns the exit status.
  func run() -> Int32 {
    if let place {
      if case .kafka(let source)? = options.files.first.flatMap({ try? RemoteName($0) }) {
        return GroupFoldRun(options, of: source, to: place).run()
      }
      return FoldToTopicRun(options, to: place).run()
    }
    guard !Surroundings.outputIsTerminal else {
      FileOutput.complain("fold writes no text: give its output to a dashboard, or to a file")
      return 2
    }
    var run = self
    if options.namesNoFile, let status = run.options.chooseLog() { return status }
    do {
      return try run.fold()
    } catch let error as FollowError {
      for error in error.each { FileOutput.complain(Advice.text(for: error)) }
    } catch {
      FileOutput.complain("\(error)")
    }
    return 1
  }

  private func fold() throws -> Int32 {
    // Before any other thread is there: they inherit which signals are blocked.
    let signals = ProcessSignals(.byDefault)
    _ = signal(SIGPIPE, SIG_IGN)
    Allocator.keepFreedMemory()
    DescriptorLimit.raise()
    defer { LiveChildren.endAll() }
    var request = FoldRequest()
    var options = options
    if isAsked {
      request = try FoldRun.readRequest()
      guard
        case .fold(let asked) = try Command.parse(
          ["fold", "--no-config"] + request.arguments + ["--"] + options.files)
      else { throw FoldRequestError() }
      options = asked.watch
      Zone.ofLogs = options.logZone
    }
    var settings = options.watchSettings(
      keepsLines: true, nameKey: UInt64.random(in: .min ... .max))
    settings.keepsLines = false
    if isAsked { settings.select(request.selections) }
    let checkpoint = try request.checkpoint.map { bytes throws(RecordError) in
      try FoldCheckpoint(bytes)
    }
    let server = Path.bytes(of: options.server ?? MachineName.current)
    let state = FoldState(
      server: server.isEmpty ? Array("-".utf8) : server, settings: settings, from: checkpoint)
    let feed = try LogFeed(
      options, resumeFrom: try checkpoint?.positions ?? [], takesSums: false)
    if isAsked { try FoldRun.end(feed) }
    let session = FoldSession(state, settings)
    let executor = try MainThreadExecutor()
    try signals.deliver(
      onHangUp: .ends,
      { if case .end = $0 { feed.finish() } },
      abandon: { isAskedAgain in
        guard isAskedAgain else { return nil }
        LiveChildren.endAll()
        return 1
      })
    let watching = Task { await executor.end(status: session.run(feed)) }
    defer { watching.cancel() }
    return executor.run()
  }

  /// Reads what is asked for from standard input.
  private static func readRequest() throws -> FoldRequest {
    let head = try input(4)
    let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard count <= FoldRequest.longest else { throw FoldRequestError() }
    return try FoldRequest(try input(count))
  }

  private static func input(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var piece = [UInt8](repeating: 0, count: count - bytes.count)
      let taken = unsafe piece.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
      guard taken > 0 || taken < 0 && errno == EINTR else { throw FoldRequestError() }
      bytes += piece.prefix(max(0, taken))
    }
    return bytes
  }

  /// Reads what there is and no more once anything is said, and ends the process with its input, so that
  /// nothing stays behind where a connection breaks.
  private static func end(_ feed: LogFeed) throws(SystemError) {
    try Thread.start {
      var byte: UInt8 = 0
      while true {
        let taken = unsafe read(0, &byte, 1)
        if taken > 0 { feed.finish() }
        if taken == 0 || taken < 0 && errno != EINTR { exit(0) }
      }
    }
  }
}

/// What came on standard input is not what a dashboard asks.
struct FoldRequestError: Error, CustomStringConvertible {
  let description = "--asked: standard input is not what a dashboard asks for"
}
