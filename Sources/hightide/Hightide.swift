@main
enum Hightide {
  static func main() {}
}
