# Golden numbers for tests that respect clusters. From the repository's root, with the packages gee
# and geepack (Debian: r-cran-gee, r-cran-geepack):
#   Rscript tests/golden/clusters.R > tests/golden/clusters.json
# Invented data. Permutation tests are enumerated one arrangement after the other, with R's own
# chisq.test, oneway.test, kruskal.test and cor for each: another derivation than ours.

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
text <- function(x) paste0('"', x, '"')
object <- function(...) {
  parts <- list(...)
  paste0("{", paste0('"', names(parts), '": ', unlist(parts), collapse = ", "), "}")
}
columns <- function(d) do.call(object, lapply(d, function(column)
  list_of(if (is.numeric(column)) number(column) else text(as.character(column)))))

statistics <- list(
  chi_squared = function(y, g) unname(suppressWarnings(chisq.test(table(g, y), correct = FALSE))$statistic),
  anova = function(y, g) unname(oneway.test(y ~ factor(g), var.equal = TRUE)$statistic),
  kruskal_wallis = function(y, g) unname(kruskal.test(y, factor(g))$statistic),
  pearson = function(y, g) abs(cor(y, g)),
  spearman = function(y, g) abs(cor(y, g, method = "spearman"))
)

# Every way of putting `values` in an order that looks different.
orders <- function(values) {
  if (length(values) == 1) return(list(values))
  unlist(lapply(unique(values), function(first) {
    rest <- values[-match(first, values)]
    lapply(orders(rest), function(o) c(first, o))
  }), recursive = FALSE)
}
reached <- function(found, value) mean(found >= value - 1e-9 * (abs(value) + 1e-3))

# --- Whole practices permuted between groups --------------------------------------------------------
whole <- function(d, method) {
  practices <- sort(unique(d$practice))
  of <- sapply(practices, function(p) d$by[d$practice == p][1])
  f <- statistics[[method]]
  found <- sapply(orders(unname(of)), function(o) f(d$outcome, o[match(d$practice, practices)]))
  object(method = text(method), cases = columns(d), arrangements = length(found),
         p = number(reached(found, f(d$outcome, d$by))), least = number(reached(found, max(found))))
}
set.seed(4)
size <- c(6, 9, 5, 8, 7, 4, 6)
practice <- rep(paste0("p", 1:7), size)
site <- rep(c("a", "a", "b", "b", "c", "c", "d"), size)
shift <- rep(c(0, .3, 1.1, .9, -.2, .1, .5), size)
score <- round(10 * (shift + rnorm(sum(size))))
beds <- rep(c(3, 3, 8, 5, 2, 2, 4), size)
several <- function(y, g) data.frame(outcome = y, by = g, practice = practice)
one_of_nine <- data.frame(
  outcome = c(rep("yes", 5), "no", rep(rep(c("yes", "no", "no"), 8), each = 2)),
  by = c(rep("one", 6), rep("others", 48)), practice = rep(paste0("p", 1:9), each = 6))
one_of_nine$outcome[c(8, 15, 22, 40)] <- "no"

permuted <- list(
  whole(several(ifelse(score > 3, "yes", "no"), site), "chi_squared"),
  whole(several(ifelse(score > 9, "much", ifelse(score > -3, "some", "none")), site), "chi_squared"),
  whole(several(score, site), "anova"),
  whole(several(score, site), "kruskal_wallis"),
  whole(several(score, beds), "pearson"),
  whole(several(score, beds), "spearman"),
  whole(one_of_nine, "chi_squared")
)

# --- Cases permuted within practices ----------------------------------------------------------------
within <- function(d, method) {
  f <- statistics[[method]]
  places <- split(seq_len(nrow(d)), d$practice)
  ways <- lapply(places, function(rows) orders(d$by[rows]))
  choices <- expand.grid(lapply(ways, seq_along))
  found <- apply(choices, 1, function(choice) {
    by <- d$by
    for (at in seq_along(places)) by[places[[at]]] <- ways[[at]][[choice[at]]]
    f(d$outcome, by)
  })
  object(method = text(method), cases = columns(d), arrangements = length(found),
         p = number(reached(found, f(d$outcome, d$by))))
}
inner <- data.frame(
  outcome = c(4, 6, 7, 9, 12, 1, 2, 3, 8, 5, 9, 9, 11),
  by = c("x", "x", "y", "y", "y", "x", "y", "x", "y", "x", "x", "y", "y"),
  practice = rep(c("p1", "p2", "p3"), c(5, 4, 4)))
told <- inner
told$outcome <- ifelse(inner$outcome > 5, "yes", "no")
visits <- inner
visits$by <- c(1, 2, 2, 3, 3, 1, 4, 2, 4, 1, 1, 2, 5)
inside <- list(within(told, "chi_squared"), within(inner, "anova"), within(inner, "kruskal_wallis"),
               within(visits, "pearson"), within(visits, "spearman"))

# --- Generalized estimating equations: gee (moments, as statsmodels), geepack for comparison --------
suppressMessages({ library(gee); library(geepack) })
wald <- function(coefficients, covariance, tested) {
  b <- coefficients[tested]
  statistic <- as.numeric(t(b) %*% solve(covariance[tested, tested]) %*% b)
  c(statistic, pchisq(statistic, length(tested), lower.tail = FALSE))
}
model <- function(d, family, tested) {
  d$id <- as.integer(factor(d$practice))
  d <- d[order(d$id), ]
  invisible(capture.output(suppressMessages(
    fit <- gee(outcome ~ by, id = id, data = d, family = family, corstr = "exchangeable",
               tol = 1e-12, maxiter = 500))))
  pack <- geeglm(outcome ~ by, id = id, data = d, family = family, corstr = "exchangeable")
  found <- wald(coef(fit), fit$robust.variance, tested)
  # Mancl and DeRouen (2001), eq. 4: residuals of a cluster divided by what its leverage leaves.
  x <- model.matrix(~ by, d)
  mu <- as.numeric(fitted(fit))
  phi <- fit$scale
  alpha <- fit$working.correlation[1, 2]
  v <- if (family == "binomial") mu * (1 - mu) else rep(1, length(mu))
  rows <- split(seq_len(nrow(d)), d$id)
  pieces <- lapply(rows, function(r) {
    n <- length(r)
    D <- x[r, , drop = FALSE] * v[r]
    R <- matrix(alpha, n, n); diag(R) <- 1
    s <- diag(sqrt(v[r]), n)
    list(D = D, Vi = solve(phi * s %*% R %*% s), e = d$outcome[r] - mu[r])
  })
  bread <- solve(Reduce(`+`, lapply(pieces, function(p) t(p$D) %*% p$Vi %*% p$D)))
  meat <- Reduce(`+`, lapply(pieces, function(p) {
    H <- p$D %*% bread %*% t(p$D) %*% p$Vi
    u <- t(p$D) %*% p$Vi %*% solve(diag(nrow(H)) - H, p$e)
    u %*% t(u)
  }))
  reduced <- wald(coef(fit), bread %*% meat %*% bread, tested)
  packed <- wald(coef(pack), vcov(pack), tested)
  object(family = text(family), cases = columns(d[c("outcome", "by", "practice")]),
         correlation = number(alpha), statistic = number(found[1]), p = number(found[2]),
         reduced_statistic = number(reduced[1]), reduced_p = number(reduced[2]),
         geepack_p = number(packed[2]))
}
clustered <- function(clusters, seed) {
  set.seed(seed)
  n <- sample(4:12, clusters, replace = TRUE)
  place <- rep(seq_len(clusters), n)
  by <- sample(c("x", "y", "z"), sum(n), replace = TRUE)
  hidden <- rnorm(clusters)[place] + .4 * (by == "z") + rnorm(sum(n))
  data.frame(hidden = round(hidden, 3), by = by, practice = sprintf("p%02d", place))
}
many <- clustered(40, 11)
few <- clustered(18, 12)
as_number <- function(d) data.frame(outcome = d$hidden, by = d$by, practice = d$practice)
as_yes <- function(d) data.frame(outcome = as.numeric(d$hidden > .2), by = d$by, practice = d$practice)
models <- list(
  model(as_number(many), "gaussian", 2:3), model(as_yes(many), "binomial", 2:3),
  model(as_number(few), "gaussian", 2:3), model(as_yes(few), "binomial", 2:3)
)

cat(object(
  made_by = text(paste0(R.version.string, ", gee ", packageVersion("gee"), ", geepack ",
                        packageVersion("geepack"))),
  whole = list_of(unlist(permuted)), within = list_of(unlist(inside)),
  models = list_of(unlist(models))
), "\n", sep = "")
