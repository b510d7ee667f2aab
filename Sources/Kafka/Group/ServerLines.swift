import Feed
import LogTail

/// The lines of a partition, gathered for each server in the order of its records.
///
/// What is given, and where a server rests, depends on the records alone, and not on how they are gathered.
struct ServerLines: LineGathering {
  /// A server rests once the partition has records that arrived so much later than its last one, in
  /// milliseconds.
  static let restMilliseconds = 60_000
  /// The same in records, for topics whose records do not have the times of their arrival.
  static let restRecords = 2_000_000

  /// How many servers are told apart.
  private static let most = 2 * LineOrigins.most

  private struct Server {
    let name: [UInt8]
    var bytes: [UInt8] = []
    /// How many bytes it had when they were taken last, for which space is made.
    var usualCount = 0
    var runs: [(origin: Int, end: Int)] = []
    var marks: [ServerBatch.Mark] = []
    var firstOffset = 0
    var last: (time: Int, offset: Int)
    var isResting = false
    var isWaiting = false
  }

  private let topic: [UInt8]
  private var servers: [Server] = []
  private var indices: [[UInt8]: Int] = [:]
  /// The server of each origin of lines; -1 where it is not known yet.
  private var ofOrigins: [Int] = []
  /// Those that have something to give.
  private var waiting: [Int] = []
  /// The record that is being added.
  private var current = (offset: 0, time: 0, isArrival: false)
  private var lastSweep = 0
  private(set) var byteCount = 0
  /// How many servers have something to give.
  var waitingCount: Int { waiting.count }

  init(topic: String) { self.topic = Array(topic.utf8) }

  /// Begins with the next record.
  mutating func begin(_ record: TopicRecord) {
    current = (record.offset, record.time ?? current.time, record.isArrival)
  }

  mutating func add(
    _ text: UnsafeRawBufferPointer, of origin: Int, at time: Int?, _ origins: inout LineOrigins
  ) {
    let index = server(of: origin, origins)
    let start = servers[index].bytes.count
    unsafe servers[index].bytes.append(contentsOf: text)
    end(index, origin, start)
  }

  mutating func add(
    unescaping range: Range<Int>, of text: UnsafeRawBufferPointer, of origin: Int, at time: Int?,
    _ origins: inout LineOrigins
  ) {
    let index = server(of: origin, origins)
    let start = servers[index].bytes.count
    unsafe servers[index].bytes.append(unescaping: range, of: text)
    end(index, origin, start)
  }

  /// Adds that a log of a server had no line in a second.
  mutating func addClock(_ second: Int, of name: [UInt8]) {
    let index = touch(name)
    servers[index].marks.append(
      ServerBatch.Mark(end: servers[index].bytes.count, kind: .quiet(second: second)))
  }

  @inline(__always)
  private mutating func end(_ index: Int, _ origin: Int, _ start: Int) {
    let last = servers[index].bytes.count - 1
    if last < start || servers[index].bytes[last] != 10 { servers[index].bytes.append(10) }
    let end = servers[index].bytes.count
    byteCount += end - start
    if let run = servers[index].runs.last, run.origin == origin {
      servers[index].runs[servers[index].runs.count - 1].end = end
    } else {
      servers[index].runs.append((origin, end))
    }
  }

  @inline(__always)
  private mutating func server(of origin: Int, _ origins: LineOrigins) -> Int {
    if origin < ofOrigins.count, ofOrigins[origin] >= 0 {
      touch(ofOrigins[origin])
      return ofOrigins[origin]
    }
    let name = origins.known[origin].server
    let index = touch(name.isEmpty ? topic : name)
    while ofOrigins.count <= origin { ofOrigins.append(-1) }
    ofOrigins[origin] = index
    return index
  }

  private mutating func touch(_ name: [UInt8]) -> Int {
    // Those beyond are taken for one.
    let name = servers.count < ServerLines.most || indices[name] != nil ? name : topic
    if let index = indices[name] {
      touch(index)
      return index
    }
    servers.append(Server(name: name, last: (current.time, current.offset)))
    indices[name] = servers.count - 1
    touch(servers.count - 1)
    return servers.count - 1
  }

  @inline(__always)
  private mutating func touch(_ index: Int) {
    if !servers[index].isWaiting { wait(index) }
    if isDue(servers[index]) { rest(index) }
    servers[index].isResting = false
    servers[index].last = (max(servers[index].last.time, current.time), current.offset)
  }

  private mutating func wait(_ index: Int) {
    servers[index].isWaiting = true
    servers[index].firstOffset = current.offset
    servers[index].bytes.reserveCapacity(servers[index].usualCount)
    waiting.append(index)
  }

  @inline(__always)
  private func isDue(_ server: Server) -> Bool {
    !server.isResting
      && (current.isArrival && current.time - server.last.time >= ServerLines.restMilliseconds
        || current.offset - server.last.offset >= ServerLines.restRecords)
  }

  private mutating func rest(_ index: Int) {
    servers[index].marks.append(
      ServerBatch.Mark(end: servers[index].bytes.count, kind: .rest))
    servers[index].isResting = true
  }

  /// Takes what has been gathered, and which servers rest by now.
  mutating func take(_ origins: inout LineOrigins) -> [ServerBatch] {
    if current.time - lastSweep >= 1_000 || current.time < lastSweep || !current.isArrival {
      lastSweep = current.time
      for index in servers.indices where isDue(servers[index]) {
        if !servers[index].isWaiting { wait(index) }
        rest(index)
      }
    }
    byteCount = 0
    let taken = waiting.map { index -> ServerBatch in
      var batch = ServerBatch(
        server: servers[index].name, bytes: [], spans: [], marks: servers[index].marks,
        offset: servers[index].firstOffset)
      swap(&batch.bytes, &servers[index].bytes)
      servers[index].usualCount = min(batch.bytes.count, 1 << 20)
      let runs = servers[index].runs
      var start = 0
      for run in runs {
        let memory = origins.learn(
          runs.count == 1 ? batch.bytes : Array(batch.bytes[start..<run.end]), of: run.origin)
        batch.spans.append(
          SourceSpan(source: origins.known[run.origin].source, end: run.end, memory: memory))
        start = run.end
      }
      servers[index].runs.removeAll(keepingCapacity: true)
      servers[index].marks = []
      servers[index].isWaiting = false
      return batch
    }
    waiting.removeAll(keepingCapacity: true)
    return taken
  }
}
