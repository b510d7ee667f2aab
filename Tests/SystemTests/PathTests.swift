import System
import Testing

struct PathTests {
  @Test(arguments: [
    ("/var/log/access.log", "/var/log", "access.log"), ("access.log", ".", "access.log"),
    ("/access.log", "/", "access.log"), ("logs/", "logs", ""),
  ])
  func aPathIsADirectoryAndAName(path: String, directory: String, name: String) {
    #expect(Path.directory(of: path) == directory)
    #expect(Path.name(of: path) == name)
  }
}
