# Golden numbers for intraclass correlations and Cronbach's alpha. Run from the repository's root:
#   Rscript tests/golden/reliability.R > tests/golden/reliability.json
# Invented data but for Shrout and Fleiss's own. Packages: Debian's r-cran-psych, r-cran-multilevel.
suppressPackageStartupMessages({ library(psych); library(multilevel) })

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
rows_of <- function(m, f = number) list_of(apply(m, 1, function(r) list_of(f(r))))
object <- function(...) {
  parts <- list(...)
  paste0("{", paste0('"', names(parts), '": ', unlist(parts), collapse = ", "), "}")
}
flat <- function(x) list_of(number(unname(x)))
text <- function(x) paste0('"', x, '"')
tabled <- function(r, ...) matrix(c(...), nrow = r, byrow = TRUE)

# --- Reliability: psych's ICC and alpha, multilevel's ICC1 and ICC2 ---------------------------------
# One row per person (or thing rated), one column per rater (or item). Shrout and Fleiss's own example first.
ratings <- list(
  shrout_fleiss = tabled(6, 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7),
  likert = tabled(8, 4, 5, 4, 3, 2, 2, 3, 1, 5, 5, 4, 5, 3, 4, 3, 3, 1, 2, 2, 1, 4, 4, 5, 4, 2, 3, 2, 2, 5, 4, 4, 5),
  no_agreement = tabled(5, 1, 5, 3, 5, 1, 2, 3, 3, 4, 2, 4, 1, 4, 2, 5),
  two_raters = tabled(7, 1, 2, 3, 3, 5, 4, 2, 2, 4, 5, 1, 1, 3, 5)
)
ratings_golden <- function(m) {
  icc <- suppressMessages(suppressWarnings(ICC(m, lmer = FALSE)))$results
  alpha <- suppressMessages(suppressWarnings(alpha(as.data.frame(m), warnings = FALSE)))
  object(ratings = rows_of(m), icc = number_rows(icc[, c("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound")]),
         alpha = number(alpha$total$raw_alpha), feldt = flat(unlist(alpha$feldt[c("lower.ci", "upper.ci")])))
}
number_rows <- function(d) rows_of(as.matrix(d))
nested <- list(
  three_equal = list(c(4, 5, 6, 7), c(6, 7, 9, 8), c(1, 2, 4, 3)),
  five_unequal = list(
    c(62, 71, 91, 80, 77, 69), c(63, 91, 74), c(66, 89, 70, 71, 72, 90, 83, 78),
    c(66, 96), c(72, 85, 79, 80, 81)
  ),
  five_sites = list(
    c(3, 5, 4, 6, 2, 5, 7, 4, 3, 5, 6, 4, 5), c(6, 8, 7, 5, 9, 8, 7, 6, 8, 10, 7, 9),
    c(4, 3, 6, 5, 5, 7, 4, 2, 3, 4, 6, 5, 5, 4), c(5, 9, 2, 11, 7, 3, 12, 6, 8, 1, 10, 4, 7, 9), c(4, 4, 5, 5, 6, 5, 4, 5, 4, 6, 5, 5)
  )
)
nested_golden <- function(x) {
  long <- data.frame(value = unlist(x), group = factor(rep(seq_along(x), lengths(x))))
  fit <- aov(value ~ group, long); ms <- summary(fit)[[1]][["Mean Sq"]]; n <- lengths(x)
  n0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
  object(groups = list_of(sapply(x, flat)), mean_size = number(unname(ICC1(fit))), group_means = number(unname(ICC2(fit))),
         n0 = number((ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2])))
}

all_of <- function(cases, golden) {
  paste0("{\n    ", paste0(text(names(cases)), ": ", sapply(cases, golden), collapse = ",\n    "), "\n  }")
}
made_by <- paste0(R.version.string, ", psych ", packageVersion("psych"), ", multilevel ", packageVersion("multilevel"))
cat(sprintf('{\n  "made_by": "%s",\n  "ratings": %s,\n  "nested": %s\n}\n',
            made_by, all_of(ratings, ratings_golden), all_of(nested, nested_golden)))
