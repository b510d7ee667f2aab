import LogTail
import System
import TallyCodec

/// The file in which a role keeps its place: a line that says whose it is, a checksum, and a record.
///
/// It is replaced as a whole, and for one run at a time.
final class RoleFile {
  private static let mostBytes = 256 << 20

  let path: String
  private let magic: [UInt8]
  private let file: DurableFile
  private var bytes: [UInt8]

  /// Opens the file, or creates it; `magic` is the line that it begins with.
  init(_ path: String, magic: String) throws(StateFileError) {
    self.path = path
    self.magic = Array("\(magic)\n".utf8)
    do throws(SystemError) {
      file = try DurableFile(path)
      bytes = try file.bytes(atMost: RoleFile.mostBytes + 1)
    } catch {
      throw error == .wouldBlock
        ? .inUse(path: path) : .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Hands the record that it held when it was opened to `read`, unless it was empty.
  func read(
    _ read: (inout RecordReader) throws(RecordError) -> Void
  ) throws(StateFileError) {
    guard !bytes.isEmpty else { return }
    defer { bytes = [] }
    guard bytes.starts(with: magic), bytes.count <= RoleFile.mostBytes else {
      throw .foreign(path: path)
    }
    do throws(RecordError) {
      var reader = RecordReader(bytes, from: magic.count)
      guard try reader.word() == Fingerprint(of: bytes[(magic.count + 8)...]).hash else {
        throw .impossible("its checksum is wrong")
      }
      try read(&reader)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  /// Puts a record in the place of what it holds; waits for the disk.
  func replace(with record: [UInt8]) throws(StateFileError) {
    var sum = RecordWriter()
    sum.word(Fingerprint(of: record).hash)
    do throws(SystemError) {
      try file.replace(with: magic + sum.bytes + record)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }
}
