import AccessLog
import LogTail

extension LineKnowledge {
  /// What lines say that are laid out as a user says, and of which server they are unless they say it.
  init(_ choice: FormatChoice, server: ServerName? = nil) {
    var blank = SourceMemory(choice)
    blank.server = server
    self.init(
      blank: blank,
      time: { line, memory in memory.instant(line, 0..<line.byteCount)?.seconds },
      formerTime: { line, memory in memory.formerInstant(line, 0..<line.byteCount)?.seconds },
      learn: { lines, memory in memory.learn(lines) },
      learnDirectives: { lines, memory in memory.learnDirectives(lines) },
      isSettled: { $0.isSettled },
      isPairing: { $0.isPairing },
      ofServer: { memory, server in
        var memory = memory
        memory.server = ServerName(server)
        return memory
      })
  }
}
