import AccessLog
import Feed
import LogTail

/// The times that test lines begin with, `120 GET /`; there is nothing to learn from them.
let remoteKnowledge = LineKnowledge(blank: SourceMemory(.named(.common))) { line, _ in
  var time: Int?
  for index in 0..<line.byteCount {
    let digit = unsafe line.unsafeLoad(fromByteOffset: index, as: UInt8.self) &- 48
    guard digit < 10 else { break }
    time = (time ?? 0) * 10 + Int(digit)
  }
  return time
} learn: { _, _ in
  false
} isSettled: { _ in
  true
} ofServer: { memory, server in
  var memory = memory
  memory.server = ServerName(server)
  return memory
}
