import AccessLog
import LogTail

extension LineKnowledge {
  /// What lines say that are laid out as a user says.
  init(_ choice: FormatChoice) {
    self.init(
      blank: SourceMemory(choice),
      time: { line, memory in memory.instant(line, 0..<line.byteCount)?.seconds },
      learn: { lines, memory in memory.learn(lines) },
      isSettled: { $0.isSettled },
      isPairing: { $0.isPairing })
  }
}
