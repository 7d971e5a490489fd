# Golden numbers for the stage `test`. Run from the repository's root, with R alone (no packages):
#   Rscript tests/golden/tests.R > tests/golden/tests.json
# Invented data. R's own functions wherever R has one; what it lacks is written out by its formula.

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
rows_of <- function(m, f = number) list_of(apply(m, 1, function(r) list_of(f(r))))
object <- function(...) {
  parts <- list(...)
  paste0("{", paste0('"', names(parts), '": ', unlist(parts), collapse = ", "), "}")
}
text <- function(x) paste0('"', x, '"')
tabled <- function(r, ...) matrix(c(...), nrow = r, byrow = TRUE)

# --- Tables: chisq.test without Yates, fisher.test, conditional odds ratio, Cramer's V ------------
tables <- list(
  two_by_two = tabled(2, 8, 2, 1, 5),
  two_by_two_even = tabled(2, 7, 7, 7, 7),
  two_by_two_tied = tabled(2, 10, 4, 4, 10),
  two_by_two_zero = tabled(2, 0, 6, 5, 4),
  two_by_two_infinite = tabled(2, 6, 0, 4, 5),
  two_by_two_large = tabled(2, 312, 188, 251, 249),
  two_by_five = tabled(2, 9, 8, 12, 13, 4, 4, 4, 2, 1, 8),
  five_by_two = tabled(5, 9, 4, 8, 4, 12, 2, 13, 1, 4, 8),
  five_by_two_tied = tabled(5, 5, 7, 5, 7, 6, 6, 9, 3, 4, 8),
  ties_by_rounding = tabled(5, 8, 10, 6, 12, 10, 8, 12, 6, 7, 11),
  three_by_five = tabled(3, 4, 6, 2, 5, 3, 6, 1, 5, 2, 4, 2, 3, 6, 1, 7),
  three_by_five_sparse = tabled(3, 1, 0, 2, 0, 3, 0, 4, 1, 1, 0, 2, 1, 0, 5, 1),
  three_by_three_equal = tabled(3, 5, 1, 3, 1, 6, 2, 3, 2, 4),
  empty_row = tabled(3, 6, 2, 0, 0, 1, 7),
  empty_column = tabled(2, 6, 0, 2, 1, 0, 7),
  empty_both = tabled(4, 5, 0, 1, 0, 0, 0, 2, 0, 6, 4, 0, 4)
)

# Conditional maximum likelihood: the odds at which the mean of Fisher's noncentral hypergeometric
# distribution is the count observed. fisher.test solves the same equation to four digits only.
noncentral <- function(m, log_odds) {
  support <- max(0, sum(m[, 1]) - sum(m[2, ])):min(sum(m[1, ]), sum(m[, 1]))
  w <- dhyper(support, sum(m[1, ]), sum(m[2, ]), sum(m[, 1]), log = TRUE) + log_odds * support
  list(support = support, weight = exp(w - max(w)) / sum(exp(w - max(w))))
}
solved <- function(f) exp(uniroot(f, c(-20, 20), tol = 1e-15, maxiter = 10000)$root)
conditional_odds <- function(m) {
  support <- noncentral(m, 0)$support
  if (m[1, 1] == min(support)) return(0)
  if (m[1, 1] == max(support)) return(Inf)
  solved(function(l) { d <- noncentral(m, l); sum(d$support * d$weight) - m[1, 1] })
}
# Its exact interval (95%): the odds at which the count, or one beyond it, has probability .025.
conditional_interval <- function(m) {
  support <- noncentral(m, 0)$support
  up <- function(l) { d <- noncentral(m, l); sum(d$weight[support >= m[1, 1]]) - .025 }
  down <- function(l) { d <- noncentral(m, l); sum(d$weight[support <= m[1, 1]]) - .025 }
  c(if (m[1, 1] == min(support)) 0 else solved(up), if (m[1, 1] == max(support)) Inf else solved(down))
}

table_golden <- function(m) {
  kept <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  chi <- suppressWarnings(chisq.test(kept, correct = FALSE))
  fisher <- fisher.test(kept, workspace = 2e8)
  square <- all(dim(kept) == 2)
  object(
    counts = rows_of(m, function(r) sprintf("%d", r)),
    statistic = number(unname(chi$statistic)), df = number(unname(chi$parameter)),
    p = number(chi$p.value), expected = rows_of(chi$expected), residuals = rows_of(chi$stdres),
    v = number(sqrt(unname(chi$statistic) / (sum(kept) * (min(dim(kept)) - 1)))),
    fisher_p = number(fisher$p.value),
    odds = if (square) number(conditional_odds(kept)) else "null",
    odds_interval = if (square) list_of(number(conditional_interval(kept))) else "null"
  )
}

# --- Means: aov, oneway.test (Welch), Brown-Forsythe, eta squared ---------------------------------
means <- list(
  three_equal = list(c(4, 5, 6, 7), c(6, 7, 9, 8), c(1, 2, 4, 3)),
  five_unequal = list(
    c(62, 71, 91, 80, 77, 69), c(63, 91, 74), c(66, 89, 70, 71, 72, 90, 83, 78),
    c(66, 96), c(72, 85, 79, 80, 81)
  ),
  ties = list(c(2, 2, 3, 3, 3), c(3, 3, 4), c(2, 3, 4, 4, 4, 4)),
  two_groups = list(c(1.5, 2.25, 3.125), c(2, 4.75, 3.5, 6)),
  unequal_variances = list(c(1, 1.1, 0.9, 1.05), c(10, -8, 4, 2, 7), c(3, 2.5, 3.5)),
  no_difference = list(c(1, 2, 3), c(3, 1, 2), c(2, 3, 1)),
  far_from_zero = list(1e6 + c(1, 2, 4), 1e6 + c(2, 3, 6, 7), 1e6 + c(9, 7)),
  group_without_variance = list(c(3, 3, 3), c(2, 5, 4), c(6, 3, 7, 5)),
  group_of_one = list(c(3), c(2, 5, 4), c(6, 3, 7, 5)),
  constant = list(c(3, 3), c(3, 3, 3)),
  no_variance_within = list(c(3, 3), c(4, 4, 4))
)

# Brown and Forsythe (1974), Technometrics 16: 129-132, with their degrees of freedom.
brown_forsythe <- function(x) {
  n <- lengths(x); s2 <- sapply(x, var); m <- sapply(x, mean)
  whole <- sum(n); part <- (1 - n / whole) * s2
  f <- sum(n * (m - mean(unlist(x)))^2) / sum(part)
  pf(f, length(x) - 1, sum(part)^2 / sum(part^2 / (n - 1)), lower.tail = FALSE)
}

means_golden <- function(x) {
  long <- data.frame(value = unlist(x), group = factor(rep(seq_along(x), lengths(x))))
  fit <- suppressWarnings(summary(aov(value ~ group, long))[[1]])
  welch <- tryCatch(oneway.test(value ~ group, long)$p.value, error = function(e) NA)
  object(
    groups = list_of(sapply(x, function(g) list_of(number(g)))),
    statistic = number(fit[["F value"]][1]), df = number(fit[["Df"]][1]),
    df_within = number(fit[["Df"]][2]), p = number(fit[["Pr(>F)"]][1]),
    eta = number(fit[["Sum Sq"]][1] / sum(fit[["Sum Sq"]])),
    means = list_of(number(sapply(x, mean))), sds = list_of(number(sapply(x, sd))),
    welch_p = number(welch), brown_forsythe_p = number(brown_forsythe(x))
  )
}

all_of <- function(cases, golden) {
  paste0("{\n    ", paste0(text(names(cases)), ": ", sapply(cases, golden), collapse = ",\n    "), "\n  }")
}
cat(sprintf('{\n  "made_by": "%s",\n  "tables": %s,\n  "means": %s\n}\n',
            R.version.string, all_of(tables, table_golden), all_of(means, means_golden)))
