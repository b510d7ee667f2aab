import AccessLog
private import LogTail
import Reporting
private import System

/// `hightide explain`: how files read, and why.
struct ExplainRun {
  /// How much of a file is read, in bytes, as it is once it is decoded.
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
      let name = printableText(Path.bytes(of: file))
      do throws(ReadError) {
        var (lines, isWhole) = try LogHead.read(file, atMost: ExplainRun.readSize)
        // A last line without an end is one.
        if !isWhole, let last = lines.lastIndex(of: UInt8(ascii: "\n")) {
          lines.removeSubrange((last + 1)...)
        }
        let text = ExplanationText.text(
          FileExplanation(lines, options.format), name: name, isWhole: isWhole)
        do throws(OutputError) {
          try FileOutput.standard.write(Array(text.utf8))
        } catch {
          FileOutput.complain("\(error)")
          return 1
        }
      } catch {
        if case .system(let error) = error {
          FileOutput.complain(Advice.text(for: error, reading: file))
        } else {
          FileOutput.complain("cannot read \(name): \(error)")
        }
        status = 1
      }
    }
    return status
  }
}
