# Does the same work in R: reads a line "task n k" and answers with nanoseconds an item, as JSON. "about 0 0" asks for
# the version and the generator.
# bench/rivals.ts starts it if there is an Rscript.
# Without replacement R takes time in proportion to n * k: only work that takes less than a second is measured.
input <- file("stdin", "r")
name <- paste("R", getRversion())
set.seed(1)
repeat {
  line <- readLines(input, 1)
  if (length(line) == 0) break
  asked <- strsplit(line, " ")[[1]]
  n <- as.numeric(asked[2])
  k <- as.numeric(asked[3])
  run <- switch(asked[1],
    draw = if (n <= 2^24) { w <- runif(n); function() sample.int(n, k, TRUE, w) },
    distinct = if (n * k < 1e9) { w <- runif(n); function() sample.int(n, k, FALSE, w) },
    permutation = function() sample.int(n)
  )
  if (asked[1] == "about") {
    cat(sprintf('{"%s": "%s"}\n', name, RNGkind()[1]))
  } else if (is.null(run)) {
    cat("{}\n")
  } else {
    start <- proc.time()[["elapsed"]]
    runs <- 0
    # the clock has milliseconds
    repeat {
      run()
      runs <- runs + 1
      took <- proc.time()[["elapsed"]] - start
      if (took > 0.1) break
    }
    cat(sprintf('{"%s": [%.3f]}\n', name, took * 1e9 / (runs * k)))
  }
  flush(stdout())
}
