"""What an author of chapters and exercises uses: new chapter, rules, build, release, GPU."""
