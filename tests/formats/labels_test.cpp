#include "sim/formats/labels.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

class Csv {
 public:
  explicit Csv(const std::string& text) : path_(folder_.write("sub/labels.csv", text)) {}
  Labels read() const { return Labels(path_); }
  std::filesystem::path beside(const std::string& name) const { return path_.parent_path() / name; }
  std::string error() const {
    return error_of([&] { read(); });
  }

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("labels are found by the path relative to the CSV") {
  const Csv csv("file,labels\na.npy,1 2 3\nb/c.npy,4\n");
  const Labels labels = csv.read();
  CHECK(labels.size() == 2);
  CHECK(labels.of(csv.beside("a.npy"), 10) == std::vector<int>{1, 2, 3});
  CHECK(labels.of(csv.beside("x/../b/./c.npy"), 10) == std::vector<int>{4});
}

TEST_CASE("line ends of DOS, a byte order mark, blank lines and a missing last end are taken") {
  const Csv csv(
      "\xef\xbb\xbf"
      "file,labels\r\na.npy,1 2\r\n\r\nb.npy,3");
  const Labels labels = csv.read();
  CHECK(labels.of(csv.beside("a.npy"), 10) == std::vector<int>{1, 2});
  CHECK(labels.of(csv.beside("b.npy"), 10) == std::vector<int>{3});
}

TEST_CASE("quotes may hold commas and quotes") {
  const Csv csv("\"file\",labels\n\"a,\"\"b\"\".npy\",\"1 2\"\n");
  CHECK(csv.read().of(csv.beside("a,\"b\".npy"), 10) == std::vector<int>{1, 2});
}

TEST_CASE("no labels are a silent recording, and spaces do not count") {
  const Csv csv("file,labels\na.npy,\nb.npy,  1   2  \n");
  CHECK(csv.read().of(csv.beside("a.npy"), 10).empty());
  CHECK(csv.read().of(csv.beside("b.npy"), 10) == std::vector<int>{1, 2});
}

TEST_CASE("the last class is taken and the next is refused with its line") {
  const Csv csv("file,labels\na.npy,10\n");
  CHECK(csv.read().of(csv.beside("a.npy"), 11) == std::vector<int>{10});
  CHECK_THAT(error_of([&] { csv.read().of(csv.beside("a.npy"), 10); }),
             Contains("labels.csv:2: ") && Contains("label 10") && Contains("0..9"));
}

TEST_CASE("the blank is no label, wherever it stands among the classes") {
  const Csv csv("file,labels\na.npy,2 0 1\n");
  CHECK(csv.read().of(csv.beside("a.npy"), 4, 3) == std::vector<int>{2, 0, 1});
  CHECK_THAT(error_of([&] { csv.read().of(csv.beside("a.npy"), 4, 0); }),
             Contains(":2: label 0 is the blank"));
}

TEST_CASE("a link to a file, and a file in a folder that is a link, are the file itself") {
  const Csv csv("file,labels\na.npy,1\nb/c.npy,2\n");
  std::filesystem::create_symlink("a.npy", csv.beside("link.npy"));
  std::filesystem::create_directory(csv.beside("b"));
  std::filesystem::create_symlink("b", csv.beside("folder"));
  std::ofstream(csv.beside("a.npy")) << "exists";
  const Labels labels = csv.read();
  CHECK(labels.of(csv.beside("link.npy"), 10) == std::vector<int>{1});
  CHECK(labels.of(csv.beside("folder/c.npy"), 10) == std::vector<int>{2});
}

TEST_CASE("an input without a row is named") {
  const Csv csv("file,labels\na.npy,1\n");
  CHECK_THAT(error_of([&] { csv.read().of(csv.beside("z.npy"), 10); }),
             Contains("no row") && Contains("z.npy"));
}

TEST_CASE("a file named twice is refused, however it is written") {
  CHECK_THAT(Csv("file,labels\na.npy,1\n./a.npy,2\n").error(),
             Contains("labels.csv:3: ") && Contains("line 2"));
}

TEST_CASE("faulty rows are refused with their line") {
  CHECK_THAT(Csv("name,labels\n").error(), Contains(":1: header"));
  CHECK_THAT(Csv("").error(), Contains(":1: header"));
  CHECK_THAT(Csv("file,labels\na.npy\n").error(), Contains(":2: 1 fields"));
  CHECK_THAT(Csv("file,labels\na.npy,1,2\n").error(), Contains(":2: 3 fields"));
  CHECK_THAT(Csv("file,labels\n,1\n").error(), Contains(":2: no file name"));
  CHECK_THAT(Csv("file,labels\n\"a.npy,1\n").error(), Contains(":2: a quote"));
  const std::string label = GENERATE("x", "-1", "1.5", "99999999999", "0x1");
  CHECK_THAT(Csv("file,labels\n\na.npy,1 " + label + "\n").error(),
             Contains(":3: label '" + label + "'"));
}

TEST_CASE("a column of classes holds exactly one a row") {
  const Csv csv("file,class\na.npy,3\n");
  const Labels labels = csv.read();
  CHECK(labels.kind() == Labels::Kind::single_class);
  CHECK(labels.of(csv.beside("a.npy"), 4) == std::vector<int>{3});
  CHECK(Csv("file,labels\n").read().kind() == Labels::Kind::labels);
  CHECK_THAT(Csv("file,class\na.npy,1 2\n").error(), Contains(":2: 2 classes; allowed: 1"));
  CHECK_THAT(Csv("file,class\na.npy,\n").error(), Contains(":2: 0 classes; allowed: 1"));
  CHECK_THAT(Csv("file,classes\n").error(), Contains("allowed: file,labels or file,class"));
}
