private import AccessLog
private import CArguments
private import Glibc
private import System

/// The program: understands what is asked for, and runs it.
@main
enum Hightide {
  static func main() {
    StandardStreams.occupy()
    forget_backtrace()
    do throws(UsageError) {
      exit(run(try Command.parse(arguments, settingsFiles: SettingsFile.standardPaths)))
    } catch {
      // A program that reads the message gets one line.
      FileOutput.complain(
        "\(error)", excerpt: Surroundings.errorIsTerminal ? error.excerpt : [])
      exit(2)
    }
  }

  /// What the program was started with, its name left out.
  private static var arguments: [String] {
    (0..<argument_count()).dropFirst().map { index in
      // Below the count, where each argument ends with a NUL.
      let argument = unsafe UnsafeBufferPointer(
        start: argument_at(index), count: strlen(argument_at(index)))
      return unsafe Path.text(of: argument.map { UInt8(bitPattern: $0) })
    }
  }

  private static func run(_ command: Command) -> Int32 {
    // Before the first line is read.
    if let zone = command.logZone { Zone.ofLogs = zone }
    return switch command {
    case .show(let text): show(text)
    case .document(let folder): Documents.write(to: folder)
    case .top(let options): TopRun(options: options).run()
    case .check(let check, let options): CheckRun(check: check, options: options).run()
    case .explain(let options): ExplainRun(options: options).run()
    case .fold(let options): FoldRun(options: options).run()
    case .ship(let options): ShipRun(options: options).run()
    case .alert(let options): AlertRun(options: options, arguments: arguments).run()
    case .topics(let options): TopicsRun(options: options).run()
    case .generate(let options): GenerateRun(options: options).run()
    case .watch(let options): WatchRun(options: options, arguments: arguments).run()
    }
  }

  private static func show(_ text: String) -> Int32 {
    do throws(OutputError) {
      try FileOutput.standard.write(Array(text.utf8))
      return 0
    } catch {
      FileOutput.complain("\(error)")
      return 1
    }
  }
}
