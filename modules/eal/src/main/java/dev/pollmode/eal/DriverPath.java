package dev.pollmode.eal;

import dev.pollmode.sys.Errno;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Drivers and buses that the program was started with, and those of the jars and directories of `-d`.
///
/// Each path gets a loader of its own, so that two versions of a driver may be there at once: a layer of modules where
/// the EAL is a module, else a class loader.
final class DriverPath implements AutoCloseable {
    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final List<ModuleLayer> layers = new ArrayList<>();

    private DriverPath() {
    }

    /// Opens paths.
    ///
    /// @param paths jars, directories of jars, or directories of classes
    /// @return what is there, the caller's to close
    /// @throws EalException ENOENT if a path is missing, EINVAL if what is there cannot be loaded
    static DriverPath open(final List<Path> paths) {
        final DriverPath opened = new DriverPath();
        for (final Path path : paths) {
            if (!Files.isReadable(path)) {
                throw new EalException(Errno.ENOENT, "option -d: there is nothing to read at " + Wrong.quote(path.toString()));
            }
            opened.add(path);
        }
        return opened;
    }

    /// {@return the providers of a service: first those the program was started with, then those of each path}
    ///
    /// @param service the service
    /// @param <S>     its type
    /// @throws EalException EINVAL if a provider cannot be made
    <S> List<S> providers(final Class<S> service) {
        DriverPath.class.getModule().addUses(service);
        final List<S> providers = new ArrayList<>();
        addAll(providers, ServiceLoader.load(service, DriverPath.class.getClassLoader()).stream());
        // A layer and a loader offer what their parents have as well.
        layers.forEach(layer -> addAll(providers, ServiceLoader.load(layer, service).stream()
            .filter(provider -> provider.type().getModule().getLayer() == layer)));
        loaders.forEach(loader -> addAll(providers, ServiceLoader.load(service, loader).stream()
            .filter(provider -> provider.type().getClassLoader() == loader)));
        return providers;
    }

    /// Closes the jars. Classes that were loaded stay usable.
    @Override
    public void close() {
        for (final URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (final IOException e) {
                throw EalException.of("close of a driver path", e);
            }
        }
        loaders.clear();
    }

    private void add(final Path path) {
        final ModuleLayer parent = DriverPath.class.getModule().getLayer();
        try {
            if (parent == null) {
                loaders.add(new URLClassLoader(urls(path), DriverPath.class.getClassLoader()));
            } else {
                layers.add(layer(path, parent));
            }
        } catch (final IOException | FindException | ResolutionException | LayerInstantiationException e) {
            throw new EalException(Errno.EINVAL, "option -d: " + Wrong.quote(path.toString()) + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static ModuleLayer layer(final Path path, final ModuleLayer parent) {
        final ModuleFinder finder = ModuleFinder.of(path);
        final Set<String> names = finder.findAll().stream().map(ModuleReference::descriptor)
            .map(descriptor -> descriptor.name()).collect(Collectors.toSet());
        if (names.isEmpty()) {
            throw new FindException("there is no jar and no module");
        }
        final Configuration configuration = parent.configuration().resolveAndBind(finder, ModuleFinder.of(), names);
        return parent.defineModulesWithOneLoader(configuration, DriverPath.class.getClassLoader());
    }

    private static URL[] urls(final Path path) throws IOException {
        final List<URL> urls = new ArrayList<>();
        urls.add(url(path));
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                for (final Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                    urls.add(url(jar));
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    /// A class loader takes what is not a jar for an empty one, so that is looked at here.
    private static URL url(final Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            new JarFile(path.toFile()).close();
        }
        return path.toUri().toURL();
    }

    private static <S> void addAll(final List<S> providers, final Stream<ServiceLoader.Provider<S>> found) {
        try {
            found.map(ServiceLoader.Provider::get).forEach(providers::add);
        } catch (final ServiceConfigurationError e) {
            throw new EalException(Errno.EINVAL, "a driver cannot be loaded: " + e.getMessage(), e);
        }
    }
}
