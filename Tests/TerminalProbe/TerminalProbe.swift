import Canvas
private import Glibc
import System
import Terminal

/// A small program on the terminal that says what it was given: for the tests of `Terminal`.
@main
enum TerminalProbe {
  static func main() {
    let signals = ProcessSignals(.onRequest)
    do {
      let program = try ProbeProgram(executor: MainThreadExecutor(), CommandLine.arguments)
      exit(try program.run(signals))
    } catch {
      let text = Array("probe: \(error)\n".utf8)
      _ = unsafe write(STDERR_FILENO, text, text.count)
      exit(1)
    }
  }
}
