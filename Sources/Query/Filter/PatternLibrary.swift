private import CPcre2

/// The library that matches patterns.
package enum PatternLibrary {
  /// Its name and version, as it is loaded.
  package static var version: String {
    var text = [UInt8](repeating: 0, count: 64)
    // It takes at most 24 bytes, a NUL at the end (pcre2_config(3)).
    _ = unsafe hightide_pattern_version(&text)
    return "PCRE2 " + String(decoding: text.prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
  }
}
