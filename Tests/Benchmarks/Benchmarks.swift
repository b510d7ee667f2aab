import Glibc

/// Measures what section 8 of the design bounds, against other programs on the same machine.
///
/// Called with the program and, if the usual 5 million are too many, how many lines; ends with 1
/// if a bound is broken, with 2 if nothing could be measured.
@main
enum Benchmarks {
  static func main() {
    let arguments = CommandLine.arguments
    // For a look at that alone.
    if arguments.dropFirst() == ["fleet"] { return FleetLoad().measure() }
    guard arguments.count > 1 else { fail("usage: Benchmarks HIGHTIDE [LINES [ROUNDS]]") }
    let lines = arguments.count > 2 ? Int(arguments[2]) : 5_000_000
    let rounds = arguments.count > 3 ? Int(arguments[3]) : 7
    guard let lines, lines >= 10_000, let rounds, rounds > 0 else {
      fail("LINES is a number from 10000 on, ROUNDS one from 1 on")
    }
    let logs = Logs(hightide: arguments[1], lines: lines)
    var verdicts = Verdicts()
    // Asked before there is work of its own.
    let measure = Measure.forThisMachine
    Replays(logs: logs, hightide: arguments[1], rounds: rounds, measure: measure).run(&verdicts)
    Countings(logs: logs, hightide: arguments[1], rounds: rounds, measure: measure).run(&verdicts)
    Formats(logs: logs, hightide: arguments[1], rounds: rounds, measure: measure).run(&verdicts)
    Compressed(logs: logs, hightide: arguments[1], rounds: rounds, measure: measure).run(&verdicts)
    Following(logs: logs, hightide: arguments[1]).measure(&verdicts)
    Dashboards(logs: logs, hightide: arguments[1]).measure(&verdicts)
    ManyFiles(logs: logs, hightide: arguments[1]).measure(&verdicts)
    FleetLoad().measure()
    // Last, since the memory of a program that is started counts from that of this one.
    Pieces(logs: logs).measure()
    logs.remove()
    print("\n\(verdicts.conclusion)")
    if !verdicts.broken.isEmpty { exit(1) }
  }
}
