import Testing

/// That the plan is held against what a file really says.
struct SourceFileTests {
  @Test(arguments: [
    ("import Traffic", "Traffic"), ("private import Glibc", "Glibc"),
    ("public import AccessLog", "AccessLog"), ("  @testable import Canvas", "Canvas"),
    ("@_exported package import Alerting  // why", "Alerting"),
    ("import struct Foundation.Date", "Foundation"),
    ("@preconcurrency @_spi(Testing) import Pipeline", "Pipeline"),
    ("import Foundation.NSDate", "Foundation"),
  ])
  func importsAreSeenInEveryForm(line: String, module: String) {
    let file = SourceFile(path: "", text: "let a = 1\n\(line)\nlet b = 2")
    #expect(file.imports == [module])
  }

  @Test
  func commentsAndLongerNamesAreNotNames() {
    let file = SourceFile(
      path: "", text: "/// No Task.\nlet subTask = 1\nlet task = Tasks()\nTask {}")
    #expect(file.firstLine(naming: "Task") == 4)
    #expect(file.firstLine(naming: "await") == nil)
    #expect(file.imports.isEmpty)
  }

  @Test
  func typesAreSeenWhereverTheyAreDeclared() {
    let file = SourceFile(
      path: "", text: "package struct A {\n  private enum B: Int {\n  }\n}\nactor C {}\n// class D")
    #expect(file.types == ["A", "B", "C"])
  }
}
