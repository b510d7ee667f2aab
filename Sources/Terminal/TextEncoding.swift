private import Glibc

/// The characters that a terminal can show, by the locale.
package enum TextEncoding: Sendable {
  case ascii
  case utf8

  /// Sets the character type of the process's locale: setlocale(3), then nl_langinfo(3).
  ///
  /// If the named locale is not installed, the charset in its name counts; one without a charset is
  /// taken for UTF-8, which nearly every named locale uses.
  static func ofLocale() -> TextEncoding {
    if unsafe setlocale(LC_CTYPE, "") == nil {
      guard TextEncoding(localeNamed: localeName) == .utf8 else { return .ascii }
      unsafe setlocale(LC_CTYPE, "C.UTF-8")
    }
    guard let codeset = unsafe nl_langinfo(nl_item(CODESET)) else { return .ascii }
    return unsafe String(cString: codeset) == "UTF-8" ? .utf8 : .ascii
  }

  /// What the name of a locale says, such as `de_DE.ISO-8859-1@euro`.
  init(localeNamed name: String) {
    let charset = name.split(separator: "@", omittingEmptySubsequences: false).first?
      .split(separator: ".", omittingEmptySubsequences: false).dropFirst().first
    let letters = charset?.lowercased().filter { $0 != "-" && $0 != "_" }
    self = letters == nil || letters == "utf8" ? .utf8 : .ascii
  }

  /// The name of the locale in force: `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is set.
  private static var localeName: String {
    ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(TerminalSession.environment).first ?? ""
  }
}
