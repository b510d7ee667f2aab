private import CBuild
private import Glibc
private import LogTail
private import Query
private import Terminal

/// What `--version` prints.
enum About {
  /// The version of this program.
  static let version = Version(described: unsafe String(cString: build_described()))

  /// One fact a line, the first of them by the GNU conventions.
  static var text: String {
    """
    hightide \(version.number)
    commit: \(commit)
    compiler: \(compiler)
    libraries: \(libraries.joined(separator: ", "))\(linking)

    """
  }

  /// How the libraries got into the program.
  private static var linking: String {
    #if HIGHTIDE_STATIC
      " (all of them in this file)"
    #else
      ""
    #endif
  }

  private static var commit: String {
    guard let commit = version.commit else { return "unknown (not built by make in a clone)" }
    return commit + (version.isChanged ? ", with changes" : "")
  }

  private static var compiler: String {
    let known = unsafe String(cString: build_compiler())
    guard known.isEmpty else { return known }
    #if compiler(>=6.4)
      return "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      return "Swift 6.3"
    #else
      return "Swift 6.2"
    #endif
  }

  /// Those of the distribution, as they are loaded now.
  private static var libraries: [String] {
    [TerminalLibrary.version] + CompressionLibraries.versions + [PatternLibrary.version]
      + (systemLibrary.map { [$0] } ?? [])
  }

  /// `glibc 2.36`; `confstr(3)`.
  private static var systemLibrary: String? {
    var text = [CChar](repeating: 0, count: 64)
    let count = unsafe confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
    guard 2...text.count ~= count else { return nil }
    return String(decoding: text.prefix(count - 1).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
