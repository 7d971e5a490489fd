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
flat <- function(x) list_of(number(unname(x)))
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
  five_by_three = tabled(5, 6, 5, 2, 3, 6, 3, 2, 4, 8, 7, 5, 2, 4, 4, 4),
  nine_by_two = tabled(9, 4, 3, 5, 2, 1, 6, 3, 4, 6, 2, 2, 5, 4, 4, 7, 1, 3, 3),
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

# Both ends of a noncentrality, by its definition: the statistic, or one beyond it, has probability .025.
# The upper is never below that of the median statistic without an effect. Solved in steps, so to about
# 1e-8 of its size.
ends_of <- function(statistic, median, below) {
  at <- function(p, x) {
    if (below(x, 0) < p) return(0)
    high <- 1
    while (below(x, high) > p) high <- high * 2
    uniroot(function(nc) below(x, nc) - p, c(0, high), tol = 1e-12, maxiter = 10000)$root
  }
  c(at(.975, statistic), at(.025, max(statistic, median)))
}
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
# Two shares: prop.test, Wilson's intervals, and Newcombe's (1998, method 10) from those.
shares_of <- function(m) {
  n <- rowSums(m); p <- m[, 1] / n; one <- wilson(m[1, 1], n[1]); two <- wilson(m[2, 1], n[2])
  apart <- p[1] - p[2]
  test <- suppressWarnings(prop.test(m[, 1], n, correct = FALSE))
  woolf <- exp(log(m[1, 1] * m[2, 2] / (m[1, 2] * m[2, 1])) + c(-1, 1) * qnorm(.975) * sqrt(sum(1 / m)))
  yates <- suppressWarnings(chisq.test(m, correct = TRUE))
  object(
    statistic = number(unname(test$statistic)), p = number(test$p.value), difference = number(unname(apart)),
    newcombe = flat(c(apart - sqrt((p[1] - one[1])^2 + (two[2] - p[2])^2),
                      apart + sqrt((one[2] - p[1])^2 + (p[2] - two[1])^2))),
    wilson = list_of(c(flat(one), flat(two))),
    odds = number(m[1, 1] * m[2, 2] / (m[1, 2] * m[2, 1])), woolf = flat(woolf),
    yates = number(unname(yates$statistic)), yates_p = number(yates$p.value)
  )
}
# Cramer's V corrected for bias (Bergsma 2013).
corrected_v <- function(chi, m) {
  n <- sum(m); r <- nrow(m); k <- ncol(m)
  excess <- max(0, chi / n - (r - 1) * (k - 1) / (n - 1))
  sqrt(excess / (min(r - (r - 1)^2 / (n - 1), k - (k - 1)^2 / (n - 1)) - 1))
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
    corrected_v = number(corrected_v(unname(chi$statistic), kept)),
    v_interval = flat(pmin(1, sqrt(ends_of(chi$statistic, qchisq(.5, chi$parameter), function(x, nc) pchisq(x, chi$parameter, nc)) /
                                     (sum(kept) * (min(dim(kept)) - 1))))),
    fisher_p = number(fisher$p.value), shares = if (square) shares_of(kept) else "null",
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
  two_with_ties = list(c(2, 3, 3, 5, 7, 8), c(1, 2, 3, 3, 4)),
  two_apart = list(c(7, 8.5, 9, 9.25), c(1, 2, 3.5, 4, 6)),
  two_unequal_variances = list(c(10, 10.5, 9.75, 10.25, 10.1, 9.9), c(4, 15, 9, 18, 7, 1, 12)),
  two_larger = list((1:55)^1.5, 3 * (1:60) + 0.5),
  five_sites = list(
    c(3, 5, 4, 6, 2, 5, 7, 4, 3, 5, 6, 4, 5), c(6, 8, 7, 5, 9, 8, 7, 6, 8, 10, 7, 9),
    c(4, 3, 6, 5, 5, 7, 4, 2, 3, 4, 6, 5, 5, 4), c(5, 9, 2, 11, 7, 3, 12, 6, 8, 1, 10, 4, 7, 9), c(4, 4, 5, 5, 6, 5, 4, 5, 4, 6, 5, 5)
  ),
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

# Pairs, first minus second. Tukey: TukeyHSD. Games-Howell (1976) and Dunn (1964): by formula, with ptukey
# and Holm's p.adjust. None where a group has one case.
pairs_of <- function(x) {
  k <- length(x); n <- lengths(x); m <- sapply(x, mean); v <- sapply(x, var)
  long <- data.frame(value = unlist(x), group = factor(rep(seq_along(x), n)))
  tukey <- TukeyHSD(aov(value ~ group, long))$group
  ij <- combn(k, 2); i <- ij[1, ]; j <- ij[2, ]
  mse <- sum((n - 1) * v) / sum(n - 1)
  error <- sqrt((v[i] / n[i] + v[j] / n[j]) / 2)
  df <- (v[i] / n[i] + v[j] / n[j])^2 / ((v[i] / n[i])^2 / (n[i] - 1) + (v[j] / n[j])^2 / (n[j] - 1))
  q <- abs(m[i] - m[j]) / error
  # qtukey stops at four digits, and ptukey has no answer below two degrees of freedom.
  solved <- function(d) if (d < 2) NA else uniroot(function(q) ptukey(q, k, d) - .95, c(.1, 1000), tol = 1e-12)$root
  reach <- sapply(df, solved) * error
  ranks <- tapply(rank(long$value), long$group, mean); N <- sum(n); ties <- table(long$value)
  z <- (ranks[i] - ranks[j]) / sqrt((N * (N + 1) - sum(ties^3 - ties) / (N - 1)) / 12 * (1 / n[i] + 1 / n[j]))
  object(
    tukey = object(difference = flat(-tukey[, "diff"]), low = flat(-tukey[, "upr"]), high = flat(-tukey[, "lwr"]),
                   statistic = flat(abs(m[i] - m[j]) / sqrt(mse / 2 * (1 / n[i] + 1 / n[j]))),
                   p = flat(tukey[, "p adj"])),
    games_howell = object(difference = flat(m[i] - m[j]), low = flat(m[i] - m[j] - reach),
                          high = flat(m[i] - m[j] + reach), statistic = flat(q),
                          p = flat(suppressWarnings(ptukey(q, k, df, lower.tail = FALSE)))),
    dunn = object(difference = flat(ranks[i] - ranks[j]), statistic = flat(z),
                  p = flat(p.adjust(2 * pnorm(abs(z), lower.tail = FALSE), "holm")))
  )
}

# Hedges' g with the exact correction (1981), its interval by noncentral t.
hedges <- function(a, b, pooled) {
  n <- length(a); m <- length(b); s <- c(var(a), var(b)); parts <- s / c(n, m)
  df <- if (pooled) n + m - 2 else sum(parts)^2 / sum(parts^2 / (c(n, m) - 1))
  square <- if (pooled) sum(s * (c(n, m) - 1)) / df else mean(s)
  error <- if (pooled) sqrt(square * (1 / n + 1 / m)) else sqrt(sum(parts))
  j <- gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2)); t <- (mean(a) - mean(b)) / error
  # pt warns of lost digits far out in the tails, where uniroot only starts
  at <- function(p) suppressWarnings(
    uniroot(function(nc) pt(t, df, nc) - p, c(t - 30, t + 30), tol = 1e-12, maxiter = 10000)$root
  )
  c(j * (mean(a) - mean(b)) / sqrt(square), j * error / sqrt(square) * c(at(.975), at(.025)))
}
two_groups <- function(x) {
  a <- x[[1]]; b <- x[[2]]
  student <- t.test(a, b, var.equal = TRUE); welch <- t.test(a, b)
  u <- suppressWarnings(wilcox.test(a, b))  # exact below 50 in each without ties, else corrected
  theta <- unname(u$statistic) / (length(a) * length(b)); z2 <- qnorm(.975)^2
  # Newcombe (2006), method 5, of the share of pairs in which the first is higher
  beyond <- function(t) (t - theta)^2 - z2 * t * (1 - t) / (length(a) * length(b)) *
    (1 + ((length(a) + length(b)) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t)))
  # at 0 and 1 the equation has a second root there: the one looked for is away from it
  root <- function(l, h) uniroot(beyond, c(l, h), tol = 1e-14, maxiter = 10000)$root
  far <- 1e-6
  part <- function(t) object(statistic = number(unname(t$statistic)), df = number(unname(t$parameter)),
                             p = number(t$p.value), interval = flat(t$conf.int))
  object(
    t = part(student), welch_t = part(welch), g = flat(hedges(a, b, TRUE)), g_welch = flat(hedges(a, b, FALSE)),
    u = number(unname(u$statistic)), u_p = number(u$p.value), u_method = text(u$method),
    biserial = flat(2 * c(theta, if (theta > 0) root(0, min(theta, 1 - far)) else 0,
                             if (theta < 1) root(max(theta, far), 1) else 1) - 1)
  )
}

means_golden <- function(x) {
  long <- data.frame(value = unlist(x), group = factor(rep(seq_along(x), lengths(x))))
  fit <- suppressWarnings(summary(aov(value ~ group, long))[[1]])
  f <- fit[["F value"]][1]; df <- fit[["Df"]]
  # A group without variance: R's Welch gives no error but NaN; a group of one gives an error.
  welch <- tryCatch(oneway.test(value ~ group, long), error = function(e) NULL)
  whole <- !is.null(welch) && is.finite(welch$p.value)
  spread <- lengths(x) > 1 & sapply(x, function(g) length(unique(g)) > 1)
  kruskal <- kruskal.test(value ~ group, long)
  away <- abs(long$value - ave(long$value, long$group, FUN = median))
  levene <- suppressWarnings(summary(aov(away ~ long$group))[[1]])
  left <- long$value - ave(long$value, long$group)
  left <- left[lengths(x)[long$group] > 1]
  shapiro <- if (length(unique(left)) > 1) shapiro.test(left) else list(statistic = NA, p.value = NA)
  object(
    groups = list_of(sapply(x, function(g) list_of(number(g)))),
    statistic = number(f), df = number(df[1]), df_within = number(df[2]), p = number(fit[["Pr(>F)"]][1]),
    eta = number(fit[["Sum Sq"]][1] / sum(fit[["Sum Sq"]])),
    omega = number(max(0, (fit[["Sum Sq"]][1] - df[1] * fit[["Mean Sq"]][2]) / (sum(fit[["Sum Sq"]]) + fit[["Mean Sq"]][2]))),
    explained = if (whole) {
      ends <- ends_of(f, qf(.5, df[1], df[2]), function(x, nc) pf(x, df[1], df[2], nc)); flat(ends / (ends + sum(lengths(x))))
    } else "null",
    means = list_of(number(sapply(x, mean))), sds = list_of(number(sapply(x, sd))),
    medians = list_of(number(sapply(x, median))),
    intervals = list_of(sapply(x, function(g) flat(if (length(unique(g)) > 1) t.test(g)$conf.int else c(NA, NA)))),
    welch_f = if (whole) number(unname(welch$statistic)) else "null",
    welch_df = if (whole) number(unname(welch$parameter[2])) else "null",
    welch_p = if (whole) number(welch$p.value) else "null", brown_forsythe_p = number(brown_forsythe(x)),
    kruskal = flat(c(kruskal$statistic, kruskal$parameter, kruskal$p.value)),
    levene = flat(c(levene[["F value"]][1], levene[["Pr(>F)"]][1])),
    shapiro = flat(c(shapiro$statistic, shapiro$p.value)),
    pairs = if (whole) pairs_of(x) else "null",
    two = if (length(x) == 2 && all(spread)) two_groups(x) else "null"
  )
}

# --- Correlations: cor.test, Bonett and Wright (2000) ----------------------------------------------
numbers <- list(
  seven = list(c(3.1, 5.2, 1.4, 8.8, 7.3, 2.2, 6.1), c(2, 4.5, 3.9, 7.1, 9.2, 1.1, 5)),
  nine = list(c(1, 2, 3, 4, 5, 6, 7, 8, 9), c(3, 1, 2, 6, 4, 5, 9, 8, 7)),
  twelve_ties = list(c(1, 2, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9), c(5, 3, 3, 6, 6, 7, 2, 9, 8, 8, 7, 10)),
  fifteen_negative = list(c(62, 71, 91, 80, 77, 69, 63, 91, 74, 66, 89, 70, 72, 90, 83),
                          c(14, 11, 3, 6, 9, 10, 12, 5, 8, 13, 2, 15, 7, 4, 1)),
  thirty = list((1:30)^2, (1:30) %% 7 + (1:30) / 10)
)
numbers_golden <- function(xy) {
  x <- xy[[1]]; y <- xy[[2]]; n <- length(x)
  r <- cor.test(x, y)
  rho <- suppressWarnings(cor.test(x, y, method = "spearman", exact = n < 10))
  reach <- qnorm(.975) * sqrt((1 + rho$estimate^2 / 2) / (n - 3))
  each <- sapply(list(x, y), function(v) shapiro.test(v)$p.value)
  object(x = flat(x), y = flat(y), r = flat(c(r$estimate, r$p.value, r$conf.int)),
         rho = flat(c(rho$estimate, rho$p.value, tanh(atanh(rho$estimate) + c(-1, 1) * reach))),
         shapiro = number(min(each)))
}

# --- Strata: mantelhaen.test, Breslow and Day's test with Tarone's adjustment (1985) ----------------
# Counts row by row, one table after another.
strata <- list(
  three = list(tabled(2, 8, 4, 3, 9), tabled(2, 5, 6, 2, 7), tabled(2, 10, 3, 6, 5)),
  opposed = list(tabled(2, 12, 3, 4, 11), tabled(2, 3, 10, 12, 4)),
  sparse = list(tabled(2, 1, 1, 0, 2), tabled(2, 2, 0, 1, 1), tabled(2, 0, 1, 1, 2), tabled(2, 3, 1, 1, 2)),
  large = list(tabled(2, 320, 410, 251, 498), tabled(2, 191, 220, 170, 305)),
  tiny_p = list(tabled(2, 900, 100, 200, 800), tabled(2, 700, 50, 90, 650))
)
# Breslow and Day (1980), Statistical Methods in Cancer Research I, §4.4.
breslow_day <- function(t, odds) {
  apart <- 0; spread <- 0; chi <- 0
  for (m in t) {
    n1 <- sum(m[1, ]); n0 <- sum(m[2, ]); m1 <- sum(m[, 1])
    a <- 1 - odds; b <- n0 - m1 + odds * (n1 + m1); c <- -odds * n1 * m1
    roots <- if (abs(a) < 1e-12) -c / b else (-b + c(-1, 1) * sqrt(b^2 - 4 * a * c)) / (2 * a)
    e <- roots[roots >= max(0, m1 - n0) & roots <= min(n1, m1)][1]
    v <- 1 / (1 / e + 1 / (n1 - e) + 1 / (m1 - e) + 1 / (n0 - m1 + e))
    chi <- chi + (m[1, 1] - e)^2 / v; apart <- apart + m[1, 1] - e; spread <- spread + v
  }
  pchisq(chi - apart^2 / spread, length(t) - 1, lower.tail = FALSE)
}
strata_golden <- function(t) {
  a <- array(unlist(t), c(2, 2, length(t)))
  plain <- mantelhaen.test(a, correct = FALSE); corrected <- mantelhaen.test(a)
  object(tables = list_of(sapply(t, rows_of)), statistic = number(unname(plain$statistic)), p = number(plain$p.value),
         corrected = number(unname(corrected$statistic)), corrected_p = number(corrected$p.value),
         odds = number(unname(plain$estimate)), interval = flat(plain$conf.int),
         one_ratio_p = number(breslow_day(t, unname(plain$estimate))))
}

all_of <- function(cases, golden) {
  paste0("{\n    ", paste0(text(names(cases)), ": ", sapply(cases, golden), collapse = ",\n    "), "\n  }")
}
cat(sprintf('{\n  "made_by": "%s",\n  "tables": %s,\n  "means": %s,\n  "numbers": %s,\n  "strata": %s\n}\n',
            R.version.string, all_of(tables, table_golden), all_of(means, means_golden),
            all_of(numbers, numbers_golden), all_of(strata, strata_golden)))
