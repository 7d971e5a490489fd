# Golden numbers for Cohen's and Fleiss' kappa. Run from the repository's root, with R and its
# packages psych and vcd (Debian: r-cran-psych, r-cran-vcd):
#   Rscript tests/golden/agreement.R > tests/golden/agreement.json
# Invented tables, first coder's categories down, second coder's across. psych and vcd have to agree
# with each other before anything is written; Fleiss' kappa, which neither has, is written out.

suppressPackageStartupMessages({ library(psych); library(vcd) })

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
rows_of <- function(m) list_of(apply(m, 1, function(r) list_of(sprintf("%d", as.integer(r)))))
text <- function(x) paste0('"', x, '"')
tabled <- function(k, ...) matrix(c(...), nrow = k, byrow = TRUE)

tables <- list(
  even = tabled(2, 40, 9, 6, 45),
  rare = tabled(2, 1843, 12, 7, 15),
  common = tabled(2, 11, 14, 9, 966),
  biased = tabled(2, 61, 44, 3, 52),
  opposed = tabled(2, 4, 31, 27, 5),
  never_together = tabled(2, 281, 6, 4, 0),
  one_coder_never = tabled(2, 188, 12, 0, 0),
  three = tabled(3, 22, 4, 1, 3, 17, 6, 2, 5, 30),
  four_sparse = tabled(4, 9, 0, 1, 0, 2, 5, 0, 1, 0, 0, 3, 4, 1, 0, 0, 12),
  five = tabled(5, 44, 3, 2, 0, 1, 4, 31, 6, 1, 0, 2, 5, 27, 4, 3, 0, 1, 7, 19, 2, 1, 0, 0, 3, 38),
  empty_category = tabled(3, 12, 0, 2, 0, 0, 0, 3, 0, 20)
)

counts <- list( # units × categories: how many of the coders chose each
  three_coders = tabled(8, 3, 0, 2, 1, 0, 3, 3, 0, 1, 2, 2, 1, 0, 3, 3, 0),
  five_coders = tabled(6, 5, 0, 0, 1, 3, 1, 0, 4, 1, 2, 2, 1, 0, 0, 5, 1, 0, 4)
)

cohen <- function(m) {
  ours <- suppressWarnings(psych::cohen.kappa(m)$kappa) # of its intervals, which we leave alone
  used <- rowSums(m) + colSums(m) > 0
  theirs <- unname(suppressWarnings(vcd::Kappa(m[used, used]))$Unweighted["value"])
  stopifnot(abs(ours - theirs) < 1e-12)
  ours
}

fleiss <- function(m) {
  n <- sum(m[1, ])
  each <- (rowSums(m^2) - n) / (n * (n - 1))
  p <- colSums(m) / sum(m)
  (mean(each) - sum(p^2)) / (1 - sum(p^2))
}

entries <- function(all, f) paste0("{\n", paste(sapply(names(all), function(name)
  paste0("  ", text(name), ": {\"counts\": ", rows_of(all[[name]]), ", \"kappa\": ",
         number(f(all[[name]])), "}")), collapse = ",\n"), "\n}")

packages <- sapply(c("psych", "vcd"), function(p) paste(p, packageVersion(p)))
cat("{\n\"made_by\": ", text(paste(c(R.version.string, packages), collapse = ", ")),
    ",\n\"cohen\": ", entries(tables, cohen), ",\n\"fleiss\": ", entries(counts, fleiss), "\n}\n",
    sep = "")
