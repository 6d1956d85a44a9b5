# Does the same work with AliasTables.jl and WeightVectors.jl: reads a line "task n k" and answers with nanoseconds an
# item of some runs, by library, as JSON. "about 0 0" asks for versions and generators.
#
# bench/rivals.ts starts it if there is a julia. A package that is not installed has no figures.
using Random

const SECONDS = 0.1
const MOST_RUNS = 100

function installed(name)
    try
        Base.require(Main, name)
    catch
        nothing
    end
end

const ALIAS = installed(:AliasTables)
# it was called DynamicDiscreteSamplers before
const VECTORS = installed(:WeightVectors)

label(package) = "$(nameof(package)).jl $(pkgversion(package))"

# uniform in [0, 1): not the same weights as in JavaScript, but of the same kind.
uniform(n) = rand(Xoshiro(n), n)

# functions, so that what they draw from has a type that the compiler knows
draws!(out, table) = (rand!(out, table); nothing)

function single_draws!(out, weights)
    for i in eachindex(out)
        @inbounds out[i] = rand(weights)
    end
end

function updates!(weights, indices, values)
    for i in eachindex(indices)
        weights[indices[i]] = values[i]
    end
end

function measure(run, items)
    run() # compiles
    times = Float64[]
    total = 0.0
    while isempty(times) || (length(times) < MOST_RUNS && total < SECONDS)
        start = time_ns()
        run()
        took = time_ns() - start
        total += 1e-9 * took
        push!(times, took / items)
    end
    times
end

# what the last row drew from, since a row is asked for several times
const MADE = Dict{Tuple{String,Int},Any}()

function made(task, n, make)
    haskey(MADE, (task, n)) || (empty!(MADE); MADE[(task, n)] = make())
    MADE[(task, n)]
end

function answer(task, n, k)
    found = Pair{String,Vector{Float64}}[]
    if task == "draw" && ALIAS !== nothing
        table = made("alias", n, () -> ALIAS.AliasTable(uniform(n)))
        out = Vector{Int}(undef, k)
        push!(found, label(ALIAS) => measure(() -> draws!(out, table), k))
    elseif task == "construct" && ALIAS !== nothing
        weights = uniform(n)
        push!(found, label(ALIAS) => measure(() -> ALIAS.AliasTable(weights), k))
    elseif task == "permutation"
        push!(found, "Julia $VERSION randperm" => measure(() -> randperm(n), k))
    elseif VECTORS !== nothing && startswith(task, "changing-")
        weights = made("vector", n, () -> VECTORS.WeightVector(uniform(n)))
        if task == "changing-draw"
            out = Vector{Int}(undef, k)
            push!(found, label(VECTORS) => measure(() -> single_draws!(out, weights), k))
        elseif task == "changing-update"
            indices = rand(Xoshiro(1), 1:n, k)
            values = 0.5 .+ rand(Xoshiro(2), k)
            push!(found, label(VECTORS) => measure(() -> updates!(weights, indices, values), k))
        elseif task == "changing-build"
            values = uniform(n)
            push!(found, label(VECTORS) => measure(() -> VECTORS.WeightVector(values), k))
        end
    end
    found
end

function about()
    generator = "default_rng(), $(nameof(typeof(Random.default_rng())))"
    packages = filter(!isnothing, [ALIAS, VECTORS])
    names = [map(label, packages); "Julia $VERSION randperm"]
    join(("\"$name\": \"$generator\"" for name in names), ", ")
end

figures(found) = join(("\"$name\": [$(join(times, ", "))]" for (name, times) in found), ", ")

for line in eachline(stdin)
    task, n, k = split(line)
    text = task == "about" ? about() :
        figures(Base.invokelatest(answer, String(task), parse(Int, n), parse(Int, k)))
    println("{", text, "}")
    flush(stdout)
end
