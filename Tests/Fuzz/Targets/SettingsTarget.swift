import Settings

@testable import hightide

/// A settings file: it is refused in one line, or what is printed of it sets the same.
struct SettingsTarget {
  private let bytes: [UInt8]

  init(_ input: FuzzInput) {
    bytes = Array(input.rest)
  }

  func check() {
    do {
      let options = try applied(bytes)
      var given = Options()
      let file = try SettingsFile(path: "f", bytes: bytes)
      let values = try file.apply(to: &given)
      require(given == options, "the same file sets the same")
      let printed = SettingsText.text(values, rulesOf: file)
      require((try? applied(Array(printed.utf8))) == options, "what is printed sets the same")
    } catch let mistake as SettingsMistake {
      require(mistake.line ?? 1 > 0)
    } catch {
      let isPrintable = "\(error)".utf8.allSatisfy { (0x20..<0x7F).contains($0) }
      require(isPrintable, "a mistake is one line that is safe on a terminal")
    }
  }

  private func applied(_ bytes: [UInt8]) throws -> Options {
    var options = Options()
    _ = try SettingsFile(path: "f", bytes: bytes).apply(to: &options)
    return options
  }
}
