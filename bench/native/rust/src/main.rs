//! Does the same work with the crates rand and rand_distr: reads lines "task n k", and answers each with nanoseconds
//! an item of some runs, as JSON. "about 0 0" asks for versions and generators.
use rand::distributions::WeightedIndex;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{thread_rng, Rng, SeedableRng};
use rand_distr::{Distribution, WeightedAliasIndex};
use std::collections::BTreeMap;
use std::io::{stdin, BufRead, Write};
use std::time::Instant;

/// Runs last this long together.
const SECONDS: f64 = 0.1;
const MOST_RUNS: usize = 100;
/// WeightedIndex searches a binary tree of sums; from here on each search waits for memory many times.
const LARGEST_SEARCHED: usize = 1 << 24;

/// The version of a crate that Cargo chose.
fn version(name: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    let after = lock.split(&format!("name = \"{name}\"\nversion = \"")).nth(1);
    after.and_then(|rest| rest.split('"').next()).unwrap_or("?").to_string()
}

fn measure(items: usize, mut run: impl FnMut()) -> Vec<f64> {
    let mut times = Vec::new();
    let mut total = 0.0;
    while times.is_empty() || (times.len() < MOST_RUNS && total < SECONDS) {
        let start = Instant::now();
        run();
        let took = start.elapsed().as_secs_f64();
        total += took;
        times.push(took * 1e9 / items as f64);
    }
    times
}

fn fill(out: &mut [u32], rng: &mut impl Rng, table: &impl Distribution<usize>) {
    for place in out.iter_mut() {
        *place = table.sample(rng) as u32;
    }
    std::hint::black_box(out);
}

/// What the last row drew from, since a row is asked for several times.
struct Tables {
    n: usize,
    alias: WeightedAliasIndex<f64>,
    search: Option<WeightedIndex<f64>>,
}

/// Uniform in [0, 1): not the same weights as in JavaScript, but of the same kind.
fn weights(n: usize) -> Vec<f64> {
    let mut rng = SmallRng::seed_from_u64(n as u64);
    (0..n).map(|_| rng.gen()).collect()
}

fn main() {
    let alias = format!("rand_distr {} alias", version("rand_distr"));
    let alias_small = format!("{alias}, SmallRng");
    let search = format!("rand {} WeightedIndex", version("rand"));
    let shuffle = format!("rand {} shuffle", version("rand"));
    let mut rng = thread_rng();
    let mut small = SmallRng::from_entropy();
    let mut tables: Option<Tables> = None;
    for line in stdin().lock().lines() {
        let line = line.expect("a line");
        let parts: Vec<&str> = line.split(' ').collect();
        let (task, n, k) = (parts[0], parts[1].parse::<usize>().unwrap(), parts[2].parse::<usize>().unwrap());
        if task == "about" {
            println!(
                "{{\"{alias}\": \"thread_rng, ChaCha12\", \"{alias_small}\": \"xoshiro256++\", \
                 \"{search}\": \"thread_rng, ChaCha12\", \"{shuffle}\": \"thread_rng, ChaCha12\"}}"
            );
            continue;
        }
        let mut answer: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        if task != "draw" {
            tables = None;
        }
        match task {
            "draw" => {
                if tables.as_ref().map(|made| made.n) != Some(n) {
                    drop(tables.take());
                    let weights = weights(n);
                    let search = (n <= LARGEST_SEARCHED).then(|| WeightedIndex::new(&weights).unwrap());
                    tables = Some(Tables { n, alias: WeightedAliasIndex::new(weights).unwrap(), search });
                }
                let made = tables.as_ref().unwrap();
                let mut out = vec![0u32; k];
                answer.insert(&alias, measure(k, || fill(&mut out, &mut rng, &made.alias)));
                answer.insert(&alias_small, measure(k, || fill(&mut out, &mut small, &made.alias)));
                if let Some(sums) = &made.search {
                    answer.insert(&search, measure(k, || fill(&mut out, &mut rng, sums)));
                }
            }
            "construct" => {
                let weights = weights(n);
                answer.insert(
                    &alias,
                    measure(k, || {
                        std::hint::black_box(WeightedAliasIndex::new(weights.clone()).unwrap());
                    }),
                );
            }
            "permutation" => {
                let mut out = vec![0u32; n];
                answer.insert(
                    &shuffle,
                    measure(k, || {
                        out.iter_mut().enumerate().for_each(|(i, place)| *place = i as u32);
                        out.shuffle(&mut rng);
                    }),
                );
            }
            _ => {}
        }
        let text: Vec<String> = answer.iter().map(|(name, times)| format!("\"{name}\": {times:?}")).collect();
        println!("{{{}}}", text.join(", "));
        std::io::stdout().flush().unwrap();
    }
}
