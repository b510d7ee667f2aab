private import CZlib
private import CZstd

/// The libraries that decode compressed logs.
package enum CompressionLibraries {
  /// The name and version of each, as they are loaded.
  package static var versions: [String] {
    // Both return constants.
    [
      "zlib " + (unsafe zlibVersion().map { unsafe String(cString: $0) } ?? ""),
      "zstd " + (unsafe ZSTD_versionString().map { unsafe String(cString: $0) } ?? ""),
    ]
  }
}
