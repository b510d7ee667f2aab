import AccessLog
import Reporting
private import System

/// `hightide explain`: how files read, and why.
struct ExplainRun {
  /// How much of a file is read, in bytes.
  private static let readSize = 1 << 20

  private var options: ExplainOptions

  init(options: ExplainOptions) { self.options = options }

  /// Prints an explanation of each file; returns 1 if one cannot be read.
  func run() -> Int32 {
    var run = self
    if options.namesNoFile, let status = run.options.chooseLog() { return status }
    return run.explain()
  }

  private func explain() -> Int32 {
    var status: Int32 = 0
    for file in options.files {
      do throws(SystemError) {
        let (lines, isWhole) = try read(file)
        let text = ExplanationText.text(
          FileExplanation(lines, options.format), name: printableText(Path.bytes(of: file)),
          isWhole: isWhole)
        do throws(OutputError) {
          try FileOutput.standard.write(Array(text.utf8))
        } catch {
          FileOutput.complain("\(error)")
          return 1
        }
      } catch {
        FileOutput.complain(Advice.text(for: error, reading: file))
        status = 1
      }
    }
    return status
  }

  /// The first whole lines of a file, and whether these are all; a last line without an end is one.
  private func read(_ file: String) throws(SystemError) -> (lines: [UInt8], isWhole: Bool) {
    let descriptor = file == "-" ? try Descriptor.duplicating(0) : try Descriptor.open(file)
    var bytes: [UInt8] = []
    var isWhole = false
    while bytes.count < ExplainRun.readSize {
      let wanted = ExplainRun.readSize - bytes.count
      let more = try unsafe [UInt8](unsafeUninitializedCapacity: wanted) {
        (buffer, count) throws(SystemError) in
        count = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard !more.isEmpty else {
        isWhole = true
        break
      }
      bytes += more
    }
    if !isWhole, let last = bytes.lastIndex(of: UInt8(ascii: "\n")) {
      bytes.removeSubrange((last + 1)...)
    }
    return (bytes, isWhole)
  }
}
