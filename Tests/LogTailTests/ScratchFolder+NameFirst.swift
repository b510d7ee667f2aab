import TestSupport

// These tests are mostly steps of a rotator, which read best with the file's name in front.
extension ScratchFolder {
  /// Appends to a file, which is made if it is not there.
  func append(_ name: String, _ text: String) { LogWriter(self(name)).write(text) }

  /// Writes a file of these bytes.
  func write(_ name: String, _ bytes: [UInt8]) throws { try write(bytes, to: name) }
}
