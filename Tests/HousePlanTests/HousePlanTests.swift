import Testing

struct HousePlanTests {
  @Test
  func everyModuleStandsInThePlan() throws {
    #expect(try SourceTree.modules() == Set(HousePlan.modules.map(\.name)))
  }

  @Test(arguments: HousePlan.modules)
  func moduleImportsOnlyWhatItMayKnow(module: Module) throws {
    for file in try SourceTree.files(of: module.name) {
      let undeclared = file.imports.subtracting(module.imports.union(module.systemImports))
      #expect(undeclared.isEmpty, "\(file.path) imports \(undeclared.sorted())")
    }
  }

  @Test(arguments: HousePlan.modules)
  func moduleNamesNothingItMustNotKnow(module: Module) throws {
    for file in try SourceTree.files(of: module.name) {
      for name in module.forbiddenNames.sorted() {
        let line = file.firstLine(naming: name)
        #expect(line == nil, "\(file.path):\(line ?? 0) names \(name)")
      }
    }
  }

  // Where a type has its module's name, nothing else of the module can be named in full.
  @Test(arguments: HousePlan.modules)
  func noModuleBearsTheNameOfATypeInIt(module: Module) throws {
    for file in try SourceTree.files(of: module.name) {
      #expect(!file.types.contains(module.name), "\(file.path)")
    }
  }

  /// To add a format is to write its folder and its row, and to touch nothing else.
  @Test(arguments: HousePlan.formats)
  func formatIsNamedInItsFolderAndItsRowAlone(format: FormatFolder) throws {
    for module in try SourceTree.modules() {
      for file in try SourceTree.files(of: module)
      where !file.path.hasPrefix("Sources/AccessLog/\(format.folder)/") {
        for name in format.names where !(name == format.row && file.path == FormatFolder.table) {
          let line = file.firstLine(naming: name)
          #expect(line == nil, "\(file.path):\(line ?? 0) names \(name)")
        }
      }
    }
  }

  @Test(.enabled(if: SourceTree.isCheckout))
  func nothingElseStandsAtTheTop() throws {
    let names = try SourceTree.topLevelNames().filter { !$0.hasPrefix(".") }
    #expect(names.isSuperset(of: ["Package.swift", "Sources", "Tests"]))
    #expect(names.isSubset(of: HousePlan.topLevel))
  }
}
