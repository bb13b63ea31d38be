// Prints the sample sheet to the standard output, so that a test can watch it done in an
// environment that it chooses. Exit status 1: it could not; why is on the standard error.
#include "minutes_story.h"

#include <iostream>

int main() {
  const auto pdf = followup::render_minutes_pdf(followup::sample_sheet());
  if (!pdf) {
    std::cerr << pdf.error().what << "\n";
    return 1;
  }
  std::cout << *pdf;
  return 0;
}
