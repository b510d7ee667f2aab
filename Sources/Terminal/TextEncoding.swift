private import Glibc

/// What the locale lets a terminal show.
package enum TextEncoding: Sendable {
  case ascii
  case utf8

  /// Sets the character type of the process's locale: setlocale(3), then nl_langinfo(3).
  ///
  /// A locale that is named but not installed says nothing about the terminal; UTF-8 is taken then,
  /// since that is what nearly every named locale has.
  static func ofLocale() -> TextEncoding {
    if unsafe setlocale(LC_CTYPE, "") == nil { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
    guard let codeset = unsafe nl_langinfo(nl_item(CODESET)) else { return .ascii }
    return unsafe String(cString: codeset) == "UTF-8" ? .utf8 : .ascii
  }
}
