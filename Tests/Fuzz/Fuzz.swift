import CFuzzer
import Glibc

/// Feeds inputs that libFuzzer makes up to one parser: `Fuzz TARGET [libFuzzer option]... [corpus]`.
///
/// A target traps where what it is given breaks one of its rules, and libFuzzer keeps the input.
@main
enum Fuzz {
  static func main() {
    // One argument of the driver's list is the name of the target.
    var arguments = CommandLine.arguments
    guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments.remove(at: 1)) else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " or ")
      print("usage: Fuzz TARGET [libFuzzer option]... [corpus], where TARGET is \(names)")
      return
    }
    unsafe run(arguments, target.callback)
  }

  private static func run(
    _ arguments: [String],
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) {
    // libFuzzer keeps what it is given, and ends the process.
    var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var count = Int32(arguments.count)
    unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      var list = buffer.baseAddress
      _ = unsafe LLVMFuzzerRunDriver(&count, &list, callback)
    }
  }
}

/// What is fuzzed.
enum FuzzTarget: String, CaseIterable {
  /// Lines of a log, from bytes to reports.
  case lines
  /// Command lines.
  case options
  /// Settings files.
  case settings
  /// Cutting what is read into lines.
  case cutter
  /// Filters, and what they choose.
  case filter
  /// Records of tallies.
  case tallies
  /// Records of metrics, and the book of a fleet.
  case records
  /// The state of a watch.
  case state

  /// A function of C has no context, so each target has its own.
  fileprivate var callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 {
    switch self {
    case .lines:
      { data, count in
        unsafe LinesTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .options:
      { data, count in
        unsafe OptionsTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .settings:
      { data, count in
        unsafe SettingsTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .cutter:
      { data, count in
        unsafe CutterTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .filter:
      { data, count in
        unsafe FilterTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .tallies:
      { data, count in
        unsafe TalliesTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .records:
      { data, count in
        unsafe RecordsTarget(FuzzInput(data, count)).check()
        return 0
      }
    case .state:
      { data, count in
        unsafe StateTarget(FuzzInput(data, count)).check()
        return 0
      }
    }
  }
}
