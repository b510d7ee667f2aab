private import Glibc

/// The characters that a terminal can show, by the locale.
package enum TextEncoding: Sendable {
  case ascii
  case utf8

  /// Sets the character type of the process's locale: setlocale(3), then nl_langinfo(3).
  ///
  /// If the named locale is not installed, UTF-8 is assumed: nearly every named locale uses it.
  static func ofLocale() -> TextEncoding {
    if unsafe setlocale(LC_CTYPE, "") == nil { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
    guard let codeset = unsafe nl_langinfo(nl_item(CODESET)) else { return .ascii }
    return unsafe String(cString: codeset) == "UTF-8" ? .utf8 : .ascii
  }
}
