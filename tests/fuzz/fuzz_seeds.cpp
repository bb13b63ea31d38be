// Writes the bodies of the examples into a folder, a file each, for the fuzz targets to begin with:
// fuzz_seeds <schemas/examples> <folder>.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;

/// The body in an example: a bad one is wrapped together with what is expected of it.
std::string body_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto example = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!example.contains("expect")) return text;
  return example.contains("body") ? example["body"].get<std::string>() : example["event"].dump();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const fs::path examples = argv[1];
  const fs::path folder = argv[2];
  fs::create_directories(folder);
  for (const char* const kind : {"good", "bad"}) {
    for (const auto& each : fs::directory_iterator(examples / kind)) {
      std::ofstream(folder / (std::string(kind) + "_" + each.path().stem().string()),
                    std::ios::binary)
          << body_of(each.path());
      if (std::string(kind) == "bad") continue;
      // As the ROUTER door gets it from a REQ client, with a file (fuzz_frames).
      std::ofstream(folder / ("frames_" + each.path().stem().string()), std::ios::binary)
          << "id" << '\0' << '\0' << "application/cloudevents+json" << '\0' << body_of(each.path())
          << '\0' << "a file";
    }
  }
  return 0;
}
